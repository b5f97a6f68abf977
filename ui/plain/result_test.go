package plain

import (
	"context"
	"strings"
	"testing"
)

func TestEnterAloneTakesNoAccountThatSomethingSpeaksAgainst(t *testing.T) {
	s := newSetting(t, "personal-account")
	_, p := s.talk(context.Background(), func() func(string, int) reply {
		content, asked := ready(nil), 0
		return func(prompt string, n int) reply {
			if key, _, _ := strings.Cut(prompt, ","); key == "The right account" {
				if asked++; asked > 1 {
					return reply{text: "yes"}
				}
				return reply{}
			}
			return content(prompt, n)
		}
	}())
	said := p.transcript()
	if strings.Contains(said, "The live test passed.") || strings.Contains(said, "Enter alone says yes.") || !strings.Contains(said, "Answer yes if it is.") {
		t.Errorf("\n%s", said)
	}
}
