package cli

import (
	"strings"

	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/store"
)

// unattended returns the command that does without a terminal what the wizard
// does with one, filled with what the file and the draft know already.
func (a *app) unattended() string {
	known := a.known()
	words := []string{"pinsetup", "generate"}
	add := func(flag, value, placeholder string) {
		if value = safe.Show(value, 0); value == "" {
			words = append(words, "--"+flag, placeholder)
			return
		}
		words = append(words, "--"+flag, quoteShell(value))
	}
	if a.flags.config != store.DefaultFile {
		add("config", a.flags.config, "")
	}
	if a.flags.service != store.DefaultService {
		add("service", a.flags.service, "")
	}
	add("client-id", known["credentials.clientId"], "ID")
	if known["secret"] == "" {
		add("client-secret-file", "", "FILE")
	}
	if known["oauth.redirectUri"] == "" && known["oauth.apiBase"] != "" {
		add("api-base", known["oauth.apiBase"], "")
	} else {
		add("redirect-uri", known["oauth.redirectUri"], "URL")
	}
	if uri := known["oauth.testRedirectUri"]; uri != "" {
		add("test-redirect-uri", uri, "")
	}
	add("scope", strings.Join(strings.Fields(known["oauth.scopes"]), ","), "SCOPES")
	return strings.Join(words, " ")
}

// known returns what the draft says, or else the file, by the keys of fields;
// "secret" is "yes" where the file refers to one.
func (a *app) known() map[string]string {
	known := map[string]string{}
	if file, err := store.Load(a.flags.config); err == nil {
		if s, err := file.Service(a.flags.service); err == nil {
			known = valuesOf(a.flags.service, s)
			if hasSecret(s) {
				known["secret"] = "yes"
			}
		}
	}
	draft, ok, err := store.Drafts{}.Load(store.DraftID(a.flags.config, a.flags.service, a.flags.demo != ""))
	if err != nil || !ok {
		return known
	}
	state, err := steps.Resume(steps.Options{Values: known}, draft.Data)
	if err != nil {
		return known
	}
	for _, key := range []string{"credentials.clientId", "oauth.redirectUri", "oauth.apiBase", "oauth.testRedirectUri", "oauth.scopes"} {
		if value := state.Get(key); value != "" {
			known[key] = value
		}
	}
	return known
}

// quoteShell writes a word so that a POSIX shell reads it as it is.
func quoteShell(word string) string {
	if word != "" && !strings.ContainsFunc(word, func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:,@%+=", r)
	}) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
