package packet

import (
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
)

var filled = map[string]string{
	"app.name": "Acme Board Sync", "app.company": "Acme GmbH", "app.website": "https://www.acme.com/",
	"app.privacyPolicy": "https://www.acme.com/privacy", "app.description": "Publishes our product photos as Pins.",
	"app.purpose": "Personal API access", "app.useCase": "Pin creation & scheduling", "app.audience": "Businesses",
	"app.type": "internal", "app.status": "trial", "credentials.clientId": "1534758",
	"oauth.redirectUri": "https://api.acme.com/auth/pinterest/callback", "review.video": "https://www.acme.com/demo.mp4",
	"review.checked": "icon redirect", "review.goal": "standard", "app.icon": "icon.png", "app.account": "acme",
}

func packetOf(values map[string]string, scopes, tasks string) string {
	return Markdown(func(key string) string { return values[key] }, strings.Fields(scopes), strings.Fields(tasks))
}

func TestEachScopeHasItsReason(t *testing.T) {
	text := packetOf(filled, "user_accounts:read pins:write ads:read", "connect-account publish-pins")
	for _, want := range []string{
		"- `user_accounts:read`: needed to connect an account and show its name.",
		"- `pins:write`: needed to publish Pins to a board.",
		"- `ads:read`: " + Mark + " the reason for it, or leave the scope out.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestWhatIsMissingIsMarkedAndCounted(t *testing.T) {
	text := packetOf(nil, "", "")
	if got := strings.Count(text, Mark) - 1; got != 16 {
		t.Errorf("%d marks in an empty packet, want 16:\n%s", got, text)
	}
	if !strings.Contains(text, Mark+" 16 things are marked below.") {
		t.Errorf("the marks are not counted:\n%s", text)
	}
	// Two questions about the data have no field and stay open.
	full := packetOf(filled, "user_accounts:read", "connect-account")
	if !strings.Contains(full, Mark+" 2 things are marked below.") {
		t.Errorf("a full packet:\n%s", full)
	}
}

func TestTheVideoShowsTheTaskThatNeedsTheReview(t *testing.T) {
	text := packetOf(filled, "user_accounts:read", "connect-account list-boards create-boards publish-pins")
	if !strings.Contains(text, `"Publish Pins to a board" (`+"`POST /pins`)") {
		t.Errorf("the video doesn't show the publishing:\n%s", text)
	}
	if !strings.Contains(text, "api-sandbox.pinterest.com") {
		t.Errorf("nothing about the sandbox, which Trial access needs:\n%s", text)
	}
	text = packetOf(filled, "boards:read", "connect-account list-boards create-boards")
	if !strings.Contains(text, `"Create boards" (`+"`POST /boards`)") {
		t.Errorf("the video doesn't show the writing:\n%s", text)
	}
	if only := packetOf(filled, "user_accounts:read", "connect-account"); !strings.Contains(only, "`GET /user_account`") {
		t.Errorf("the only task isn't shown:\n%s", only)
	}
}

func TestOnlyStandardAccessTakesAVideo(t *testing.T) {
	with := packetOf(map[string]string{"review.goal": "standard"}, "", "")
	without := packetOf(map[string]string{"review.goal": "trial"}, "", "")
	if !strings.Contains(with, "**Access asked for:** Standard access") || !strings.Contains(with, "**Video:** "+Mark) {
		t.Errorf("for Standard access:\n%s", with)
	}
	if !strings.Contains(without, "**Access asked for:** Trial access") || strings.Contains(without, "**Video:**") {
		t.Errorf("for Trial access:\n%s", without)
	}
}

func TestTheChecklistShowsWhatWasTicked(t *testing.T) {
	text := packetOf(filled, "", "")
	if got := strings.Count(text, "- [x] "); got != 2 {
		t.Errorf("%d ticked, want 2", got)
	}
}

func TestEveryPlaceholderOfThePacketIsFilled(t *testing.T) {
	for _, tasks := range []string{"", "publish-pins"} {
		if text := packetOf(filled, "pins:write", tasks); strings.ContainsAny(text, "{}") {
			t.Errorf("a placeholder is left in\n%s", text)
		}
	}
}

func TestEveryNoteOfThePacketIsForSomebody(t *testing.T) {
	text := packetOf(filled, "pins:write", "publish-pins")
	for _, note := range assets.Packet().Notes {
		if !strings.Contains(text, note.Text) {
			t.Errorf("a Trial, internal app doesn't get %q", note.Text)
		}
		if note.Evidence == finding.Own {
			t.Errorf("%q says nothing about what it rests on", note.Text)
		}
	}
}

func TestWhatWasEnteredStaysText(t *testing.T) {
	for value, want := range map[string]string{
		"# Heading":                      `\# Heading`,
		"a\n\n# b":                       "a # b",
		"<script>alert(1)</script>":      "&lt;script&gt;alert(1)&lt;/script&gt;",
		"[click](javascript:alert(1))":   `\[click\](javascript:alert(1))`,
		"![x](https://a.de/x)":           `!\[x\](https\://a.de/x)`,
		"go to www.evil.com":             `go to www\.evil.com`,
		"https://www.acme.com/":          "<https://www.acme.com/>",
		"https://a.de/><script>":         `https\://a.de/&gt;&lt;script&gt;`,
		"`code` *bold* _it_ ~~no~~":      "\\`code\\` \\*bold\\* \\_it\\_ \\~\\~no\\~\\~",
		"acme_home":                      "acme_home",
		"_acme_ a__b":                    `\_acme\_ a\_\_b`,
		"1. one":                         `1\. one`,
		"- dash":                         `\- dash`,
		"A sentence. (With brackets!)":   "A sentence. (With brackets!)",
		"Pin creation & scheduling":      "Pin creation &amp; scheduling",
		"a\u202eb\u200bc\x1b[31m":        `abc\[31m`,
		"@team":                          `\@team`,
		"two\tand\u00a0three\r\nis five": "two and three is five",
	} {
		if got := plain(value); got != want {
			t.Errorf("plain(%q) = %q, want %q", value, got, want)
		}
	}
}

// structure returns the lines that Markdown sees as something else than text.
func structure(text string) (headings, items, quotes int) {
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "#"):
			headings++
		case strings.HasPrefix(line, "- "):
			items++
		case strings.HasPrefix(line, ">"):
			quotes++
		}
	}
	return headings, items, quotes
}

func FuzzNoValueChangesTheStructure(f *testing.F) {
	for _, seed := range []string{"", "Acme", "# x", "a\n- b", "> q", "<b>", "[a](b)", "https://a.de/?q=<x>", "\x1b]8;;\a", "1)", "``", "\\"} {
		f.Add(seed)
	}
	h0, i0, q0 := structure(packetOf(filled, "pins:write", "publish-pins"))
	f.Fuzz(func(t *testing.T, value string) {
		values := map[string]string{}
		for key, v := range filled {
			values[key] = v
		}
		for _, key := range []string{"app.name", "app.description", "app.website", "app.audience", "oauth.redirectUri"} {
			values[key] = value
		}
		text := packetOf(values, "pins:write", "publish-pins")
		if h, i, q := structure(text); h != h0 || i != i0 || q != q0 {
			t.Errorf("%q makes %d headings, %d items, %d quotes of %d, %d, %d", value, h, i, q, h0, i0, q0)
		}
		if shown := plain(value); !address(oneLine(value)) && strings.ContainsAny(shown, "<>\n") {
			t.Errorf("plain(%q) = %q", value, shown)
		}
	})
}
