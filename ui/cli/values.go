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

// appFields are the keys of the table app, which are those of the step app.
var appFields = []struct {
	key string
	at  func(*store.AppInfo) *string
}{
	{"app.name", func(a *store.AppInfo) *string { return &a.Name }},
	{"app.company", func(a *store.AppInfo) *string { return &a.Company }},
	{"app.website", func(a *store.AppInfo) *string { return &a.Website }},
	{"app.privacyPolicy", func(a *store.AppInfo) *string { return &a.PrivacyPolicy }},
	{"app.description", func(a *store.AppInfo) *string { return &a.Description }},
	{"app.platform", func(a *store.AppInfo) *string { return &a.Platform }},
	{"app.type", func(a *store.AppInfo) *string { return &a.Type }},
	{"app.purpose", func(a *store.AppInfo) *string { return &a.Purpose }},
	{"app.useCase", func(a *store.AppInfo) *string { return &a.UseCase }},
	{"app.audience", func(a *store.AppInfo) *string { return &a.Audience }},
	{"app.account", func(a *store.AppInfo) *string { return &a.Account }},
	{"app.icon", func(a *store.AppInfo) *string { return &a.Icon }},
}

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
	for _, f := range appFields {
		values[f.key] = *f.at(&s.App)
	}
	if run.Simulated(s) {
		values[rules.Demo] = "yes"
	}
	switch {
	case s.ClientSecretEnv != "":
		values["connector.secret"], values["connector.secretRef"] = "env", s.ClientSecretEnv
	case s.ClientSecretFile != "":
		values["connector.secret"], values["connector.secretRef"] = "secretFile", s.ClientSecretFile
	case s.ClientSecretKeyring != "":
		values["connector.secret"], values["connector.secretRef"] = "keyring", s.ClientSecretKeyring
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
