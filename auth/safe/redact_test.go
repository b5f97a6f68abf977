package safe

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
)

const (
	testSecret = "89abcdef0123456789abcdef0123456789abcdef"
	testToken  = "pina_AMAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)

func TestARememberedSecretIsFoundInEveryForm(t *testing.T) {
	var v vault
	secret := `s3cr+t/&"<é 9`
	v.remember(secret)
	basic := base64.StdEncoding.EncodeToString([]byte("1534758:" + secret))
	for name, text := range map[string]string{
		"as it is":         "secret is " + secret + ".",
		"in a query":       "https://x/?k=" + url.QueryEscape(secret) + "&b",
		"small escapes":    "https://x/?k=" + strings.ToLower(url.QueryEscape(secret)) + "&b",
		"in a path":        "https://x/" + url.PathEscape(secret),
		"in JSON":          `{"a":"s3cr+t/\u0026\"\u003cé 9"}`,
		"in HTML":          "<p>s3cr+t/&amp;&#34;&lt;é 9</p>",
		"in base64":        "Authorization " + basic,
		"in URL base64":    base64.URLEncoding.EncodeToString([]byte("1:" + secret)),
		"in short base64":  base64.RawStdEncoding.EncodeToString([]byte(secret)),
		"with space round": " \n" + secret + "\n",
	} {
		got := v.redact(text)
		if !strings.Contains(got, Mask) {
			t.Errorf("%s: %q came through as %q", name, text, got)
		}
		for _, piece := range []string{secret, "s3cr", basic[12:20]} {
			if strings.Contains(got, piece) {
				t.Errorf("%s: %q still holds %q", name, got, piece)
			}
		}
	}
}

func TestSecretsThatOverlapLeaveNothing(t *testing.T) {
	var v vault
	v.remember("aaaabbbbcccc")
	v.remember("bbbbccccdddd")
	v.remember("eeeeffff1111")
	if got, want := v.redact("x aaaabbbbccccdddd eeeeffff1111 y"), "x "+Mask+" "+Mask+" y"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestShortValuesAndMasksAreNotRemembered(t *testing.T) {
	var v vault
	v.remember("  short ")
	v.remember(Mask)
	v.remember("")
	for _, text := range []string{"a short word", Mask + " stays", ""} {
		if got := v.redact(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestWhatLooksLikeASecretIsMasked(t *testing.T) {
	for _, text := range []string{
		"token " + testToken,
		`{"access_token":"` + testToken + `","token_type":"bearer"}`,
		"%22" + testToken + "%22",
		"Authorization: Basic MTUzNDc1ODpzZWNyZXQ=",
		`"Authorization":["Bearer abcdefgh12345678"]`,
		"authorization: 1534758:" + testSecret,
		"map[Authorization:[Basic MTUzNDc1ODo5ZjhlN2Q2Yw==]]",
		"curl -H 'Authorization: Bearer " + testSecret + "'",
		"sent Bearer " + testSecret,
		"http://localhost:8085/?code=" + testSecret + "&state=xyz",
		"http://localhost:8085/?state=9&code=77",
		"code=" + testSecret,
		"grant_type=authorization_code&code=" + testSecret + "&redirect_uri=x",
		"https://login/?next=%2Foauth%3Fcode%3D" + testSecret + "%26scope%3Da",
		`{"client_secret": "` + testSecret + `"}`,
		`clientSecret = "onlyletters"`,
		"client_secret=onlyletters&a=b",
		"App secret key: " + testSecret,
		"https://admin:onlyletters@api.pinterest.com/v5 and http://:onlyletters@x",
		`{\"refresh_token\":\"abc123456789\"}`,
		`"state":"Zm9vYmFyMTIzNDU2"`,
	} {
		got := Redact(text)
		if !strings.Contains(got, Mask) {
			t.Errorf("%q came through", text)
		}
		for _, secret := range []string{testSecret, testToken, "MTUz", "onlyletters", "=77", "abc123456789", "Zm9v", "=xyz"} {
			if strings.Contains(got, secret) {
				t.Errorf("%q became %q, which still holds %q", text, got, secret)
			}
		}
		if again := Redact(got); again != got {
			t.Errorf("redacting twice made %q of %q", again, got)
		}
	}
}

func TestOrdinaryTextStays(t *testing.T) {
	for _, text := range []string{
		`{"code":2,"message":"Authentication failed.","status":"failure"}`,
		`{"code": 29, "message": "You are not permitted to access that resource."}`,
		"level=INFO msg=probing state=waiting code=access_denied code=2",
		"Secrets start with no pina_, pinr_ or pinc_ prefix.",
		"Send Basic authentication in the Authorization header.",
		"the client secret: paste it from the portal",
		`{"token_type":"bearer","expires_in":2592000,"refresh_token_expires_in":31536000}`,
		"grant_type=refresh_token&scope=boards:read",
		"https://acme@example.com/ http://localhost:8085/@x:y http://[::1]:80/a@b",
		"commit 89abcdef0123456789abcdef0123456789abcdee",
		"https://www.pinterest.com/oauth/?client_id=1534758&response_type=code&scope=boards:read,pins:read",
	} {
		if got := Redact(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestAValueThatIsASecretByItsShapeIsKnown(t *testing.T) {
	for value, want := range map[string]string{
		testSecret: testSecret, "1534758:" + testSecret: testSecret, testSecret + testSecret: testSecret + testSecret,
		"commit " + testSecret: "", "/builds/" + testSecret: "", testSecret[:39]: "", "acme:" + testSecret: "", "": "", "1534758": "",
	} {
		if got := Misplaced(value); got != want {
			t.Errorf("of %q, %q is the secret, want %q", value, got, want)
		}
	}
}

func TestWhatWasTypedIsSearchedForSecretsButNotItsPaths(t *testing.T) {
	token := testToken[:12] + "BCDEFGHIJKLMNOPQRSTUVWXYZ"
	for text, want := range map[string]string{
		"--service=acme:SECRET": "--service=acme:" + Mask, "SECRETSECRET": Mask, "a,SECRET,b": "a," + Mask + ",b",
		"https://a.com/cb?tenant=SECRET": "https://a.com/cb?tenant=" + Mask, "SECRET": Mask, "\"SECRET\" ": "\"" + Mask + "\" ",
		"id=" + token: "id=" + Mask,
		// What else stands on a command line.
		"/builds/SECRET/pinterest.toml": "", "SECRET.toml": "", `C:\x\SECRET`: "", "https://a.com/SECRET/cb": "", "1534758": "",
		"acme:pinterest": "", "boards:read_secret,pins:read": "", "pina_colada_pinterest.toml": "",
	} {
		everything = vault{}
		text = strings.ReplaceAll(text, "SECRET", testSecret)
		if want == "" {
			want = text
		}
		RememberWithin(text)
		if got := RedactKnown(text); got != strings.ReplaceAll(want, "SECRET", testSecret) {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func TestAnEncodedQueryKeepsWhatFollowsTheCode(t *testing.T) {
	got := Redact("%3Fcode%3Dabc123%26scope%3Dboards")
	if want := "%3Fcode%3D" + Mask + "%26scope%3Dboards"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestManySecretsAtOnce(t *testing.T) {
	var wait sync.WaitGroup
	for worker := range 8 {
		wait.Go(func() {
			for i := range 100 {
				secret := fmt.Sprintf("worker-%d-secret-%d!", worker, i)
				Remember(secret)
				if got := Redact("it is " + secret); strings.Contains(got, secret) {
					t.Errorf("%q came through", got)
				}
			}
		})
	}
	wait.Wait()
}

func FuzzARememberedSecretNeverSurvives(f *testing.F) {
	f.Add("before ", testSecret, " after", "1534758")
	f.Add("?code=", "a&b=c\"d<e>f", "&state=", "")
	f.Add("pina_", "\x00\xff\x1b[31m12345", "\n", "a:b")
	f.Add("Authorization: Basic ", "ssssssss", "ssss", "s")
	f.Fuzz(func(t *testing.T, before, secret, after, id string) {
		var v vault
		v.remember(secret)
		value := strings.TrimSpace(secret)
		if len(value) < prefixSize || strings.Contains(value, "•") {
			t.Skip("not a value that is remembered")
		}
		request, _ := http.NewRequest(http.MethodGet, "http://localhost", nil)
		request.SetBasicAuth(id, value)
		basic := request.Header.Get("Authorization")
		for _, form := range []string{value, url.QueryEscape(value), url.PathEscape(value), basic} {
			got := redactShapes(v.redact(before + form + after))
			if strings.Contains(got, form) || strings.Contains(got, value) {
				t.Errorf("%q still holds the secret %q", got, value)
			}
		}
	})
}

func FuzzRedactingTwiceChangesNothing(f *testing.F) {
	f.Add("http://localhost:8085/?code=abc&state=def")
	f.Add(`Authorization: Basic "client_secret":"x" state='a' token=99999999x`)
	f.Fuzz(func(t *testing.T, text string) {
		once := redactShapes(text)
		if twice := redactShapes(once); twice != once {
			t.Errorf("%q became %q, then %q", text, once, twice)
		}
	})
}

func BenchmarkRedactALogLineAmongAThousandSecrets(b *testing.B) {
	var v vault
	for i := range 1000 {
		v.remember(fmt.Sprintf("%040x", i*7919))
	}
	line := strings.Repeat("GET /v5/user_account 200 in 13 ms; ", 6)
	for b.Loop() {
		redactShapes(v.redact(line))
	}
}
