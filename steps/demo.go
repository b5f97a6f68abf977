package steps

import (
	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
)

// notTheDemos says that the simulated Pinterest doesn't know such an app, and
// offers its own back: it is shown nowhere else.
func (s State) notTheDemos(key string) []finding.Finding {
	switch own := s.options.Values[keyClientID]; {
	case !s.options.Demo || own == "" || s.options.Secret.IsZero():
	case key == keyClientID && s.Get(key) != own:
		return []finding.Finding{assets.Mended("demo.other-id", own, "own", own)}
	case key == keySecret && !s.secret.Equal(s.options.Secret):
		return []finding.Finding{assets.Mended("demo.other-secret", "")} // Input's word for it
	}
	return nil
}

// registered has the simulated portal know what a resumed draft has registered:
// it runs anew, and the person doesn't register again.
func (s State) registered() []Effect {
	behind := map[bool]string{true: "credentials.keys", false: "oauth.scopes"}[fromNothing(s)]
	if !s.options.Demo || !s.resumed || !s.reached(behind) || fromNothing(s) && s.Get(keySaved) == "" {
		return nil
	}
	return []Effect{RegisterURIs{URIs: s.uris()}}
}
