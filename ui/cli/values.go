package cli

import (
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/steps/rules"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/run"
)

// valuesOf returns a service as the values of the wizard's fields, so that the
// same rules judge it.
func valuesOf(id string, s store.Service) map[string]string {
	values := map[string]string{
		"connector.service":     id,
		"credentials.clientId":  s.ClientID,
		"oauth.redirectUri":     s.RedirectURI,
		"oauth.testRedirectUri": s.TestRedirectURI,
		"oauth.scopes":          strings.Join(s.Scopes, " "),
	}
	for key, at := range s.AppFields() {
		values[key] = *at
	}
	if run.Simulated(s) {
		values[rules.Demo] = "yes"
	}
	if p := s.SecretPlace(); p.Ref != "" {
		values["connector.secret"], values["connector.secretRef"] = p.Kind, p.Ref
	}
	return values
}

// judge returns what the rules of all fields say of the values, in the order
// of the wizard.
func judge(values map[string]string) []finding.Finding {
	var found []finding.Finding
	get := func(key string) string { return values[key] }
	for _, step := range steps.Table() {
		for _, page := range step.Pages {
			for _, f := range page.Fields {
				value := values[f.Key]
				if f.Rule == nil || value == "" {
					continue
				}
				for _, one := range f.Rule(rules.Input{Field: f.Key, Value: value, Get: get}) {
					if !slices.ContainsFunc(found, func(o finding.Finding) bool { return o.ID == one.ID && o.Field == one.Field && o.Title == one.Title }) {
						found = append(found, one)
					}
				}
			}
		}
	}
	return found
}
