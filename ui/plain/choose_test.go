package plain

import (
	"testing"

	"github.com/pinsetup/pinsetup/steps"
)

func stateWith(scopes string) *talk {
	return &talk{state: steps.New(steps.Options{Values: map[string]string{"oauth.scopes": scopes}})}
}

func TestSeveralOptionsAreChosenByNumbersRangesAndNames(t *testing.T) {
	f, _ := steps.FieldOf("review.checked")
	for _, test := range []struct{ text, want string }{
		{"1 3 5", "policyLive policySite description"},
		{"1-3", "policyLive policyTitle policySite"},
		{"2, 4", "policyTitle siteOurs"},
		{"2,2;2", "policyTitle"},
		{"icon", "icon"},
		{"ICON redirect", "icon redirect"},
		{"Privacy policy opens", "policyLive"},
		{"video: login and consent page", "videoLogin"},
		{"none", ""},
		{"5-5", "description"},
	} {
		if got, problem := stateWith("").chooseSeveral(f, test.text); got != test.want || problem != "" {
			t.Errorf("%q chooses %q (%s), want %q", test.text, got, problem, test.want)
		}
	}
	for _, wrong := range []string{"0", "13", "3-1", "1-99", "x", ",", "+", "-", "1 x", "--", "99999999999999999999"} {
		if got, problem := stateWith("").chooseSeveral(f, wrong); problem == "" {
			t.Errorf("%q chooses %q, want a problem", wrong, got)
		}
	}
}

func TestSignsAddToWhatIsChosenAndTakeFromIt(t *testing.T) {
	f, _ := steps.FieldOf("oauth.scopes")
	for _, test := range []struct{ text, want string }{
		{"+pins:read", "user_accounts:read boards:read pins:read"},
		{"-boards:read", "user_accounts:read"},
		{"-boards:read +pins:write", "user_accounts:read pins:write"},
		{"+user_accounts:read", "boards:read user_accounts:read"},
		{"pins:read,pins:write", "pins:read pins:write"},
		{"read_public", "read_public"}, // its finding says what it became
	} {
		if got, problem := stateWith("user_accounts:read boards:read").chooseSeveral(f, test.text); got != test.want || problem != "" {
			t.Errorf("%q chooses %q (%s), want %q", test.text, got, problem, test.want)
		}
	}
}

func TestAnOptionIsMeantByNumberNameOrBeginning(t *testing.T) {
	options := []steps.Option{{Value: "web", Label: "Web"}, {Value: "trial", Label: "Trial access"}, {Value: "pending", Label: "Trial access pending"}}
	for _, test := range []struct {
		text string
		want int
	}{
		{"1", 0}, {"1.", 0}, {"WEB", 0}, {"we", 0}, {"trial", 1}, {"Trial access", 1}, {"pending", 2}, {"trial access p", 2},
	} {
		if got, ok := pick(options, test.text); !ok || got != test.want {
			t.Errorf("%q picks %d, %v, want %d", test.text, got, ok, test.want)
		}
	}
	for _, wrong := range []string{"0", "4", "-1", "x", "tri", "", "Web access"} {
		if got, ok := pick(options, wrong); ok {
			t.Errorf("%q picks %d, want none", wrong, got)
		}
	}
}
