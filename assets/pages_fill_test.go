package assets

import (
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets/finding"
)

const hostile = `<script>alert("1")</script>{{title}}'`

func hostilePage() Callback {
	return Callback{
		Tone: "bad", Title: hostile, Lead: hostile, Next: hostile,
		Facts: []CallbackFact{{hostile, hostile}},
		Finding: &finding.Finding{
			Title: hostile, Cause: hostile, Fix: hostile, Detail: hostile, RequestID: hostile, Link: "https://" + hostile,
		},
	}
}

func TestNothingOnACallbackPageIsTakenForHTML(t *testing.T) {
	page := string(hostilePage().HTML())
	if strings.Contains(page, "<script") || strings.Contains(page, `"1"`) {
		t.Errorf("not escaped:\n%s", page)
	}
	if got := strings.Count(page, "{{title}}"); got != 13 {
		t.Errorf("a place within a value was filled: %d of 13 left:\n%s", got, page)
	}
}

func TestACallbackPageLeavesOutWhatItHasNothingFor(t *testing.T) {
	page := string(Callback{Tone: "good", Title: "Done"}.HTML())
	for _, part := range []string{"{{", "<dl>", "<section", `class="lead"`, `class="next"`} {
		if strings.Contains(page, part) {
			t.Errorf("%s stands on an empty page:\n%s", part, page)
		}
	}
}

func TestACallbackPageLinksToNothingThatABrowserRuns(t *testing.T) {
	for link, want := range map[string]bool{
		"https://developers.pinterest.com/apps/": true, "javascript:alert(1)": false, "data:text/html,x": false, "": false,
	} {
		page := string(Callback{Finding: &finding.Finding{Title: "x", Link: link}}.HTML())
		if got := strings.Contains(page, "<a href"); got != want {
			t.Errorf("link %q: on the page: %v, want %v", link, got, want)
		}
	}
}
