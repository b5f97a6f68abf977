package cli

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"maps"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/steps/rules"
	"github.com/pinsetup/pinsetup/store"
)

// unattended returns the command that does without a terminal what the wizard
// does with one, filled with what the flags, the file and the draft know
// already. It runs as it is printed; words in capitals stand for what nobody
// said yet.
func (a *app) unattended(cmd *cobra.Command) string {
	known, secret, unread := a.known(cmd.Context())
	words := append([]string{a.Self(), "generate"}, a.given(cmd, whereFlags...)...)
	add := func(flag, value, placeholder string) {
		switch {
		case value != "":
			words = append(words, "--"+flag, safe.ShellWord(safe.Redact(value)))
		case placeholder != "" && a.flags.demo == "": // the demo has the rest
			words = append(words, "--"+flag, placeholder)
		}
	}
	add("config", unless(known["connector.file"], store.DefaultFile), "")
	add("service", unless(known["connector.service"], store.DefaultService), "")
	add("client-id", known["credentials.clientId"], "ID")
	if !secret {
		kind, ref := known["connector.secret"], known["connector.secretRef"]
		if kind == "env" && ref != "" {
			add("client-secret-env", ref, "")
		} else {
			add("client-secret-file", "", "FILE")
		}
		add("secret-in", unless(kind, "file"), "")
	}
	if known["oauth.redirectUri"] == "" && known["oauth.apiBase"] != "" {
		add("api-base", known["oauth.apiBase"], "")
	} else {
		add("redirect-uri", known["oauth.redirectUri"], "URL")
	}
	add("test-redirect-uri", known["oauth.testRedirectUri"], "")
	add("scope", strings.Join(strings.Fields(known["oauth.scopes"]), ","), "SCOPES")
	command := strings.Join(words, " ")
	if unread {
		command += "\nThe file that is there can't be read as it is. What is wrong with it says:\n  " +
			strings.Join([]string{a.Self(), "check", a.aboutFlags(cmd, a.flags.service)}, " ")
	}
	return command
}

// unless returns the value, or "" where it is the usual one.
func unless(value, usual string) string {
	if value == usual {
		return ""
	}
	return value
}

// known returns what the draft says, or else the file, by the keys of fields,
// whether the file has a secret, or says where it is, and whether there is one
// that can't be read.
func (a *app) known(ctx context.Context) (known map[string]string, secret, unread bool) {
	known = map[string]string{}
	file, err := interruptible(ctx, func() (*store.File, error) { return store.Load(a.flags.config) })
	unread = err != nil && !errors.Is(err, fs.ErrNotExist)
	if err == nil {
		if s, err := file.Service(a.flags.service); err == nil {
			known, secret = valuesOf(a.flags.service, s), s.HasSecret()
		}
	}
	onlyGood(known)
	known["connector.file"], known["connector.service"] = a.flags.config, a.flags.service
	draft, ok, err := store.Drafts{}.Load(store.DraftID(a.flags.config, a.flags.service, a.flags.demo != ""))
	if err != nil || !ok {
		return known, secret, unread
	}
	state, err := steps.Resume(steps.Options{Values: known}, draft.Data)
	if err != nil {
		return known, secret, unread
	}
	entered := map[string]string{}
	for _, key := range []string{
		"credentials.clientId", "oauth.redirectUri", "oauth.apiBase", "oauth.testRedirectUri", "oauth.scopes",
		"connector.file", "connector.service", "connector.secret", "connector.secretRef",
	} {
		entered[key] = state.Get(key)
	}
	onlyGood(entered)
	for key, value := range entered {
		known[key] = cmp.Or(value, known[key])
	}
	return known, secret, unread
}

// onlyGood leaves out what a rule finds an error in, or what may be a secret in
// the wrong field: a command that is printed may end in a log.
func onlyGood(values map[string]string) {
	found := judge(values)
	maps.DeleteFunc(values, func(key, value string) bool {
		return finding.HasError(finding.For(found, key)) || rules.Secretive(key, value)
	})
}
