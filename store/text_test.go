package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAnExportReplacesAnEarlierOneAndNothingElse(t *testing.T) {
	const json = "{\n  \"clientId\": \"1\",\n  \"scopes\": [\n    \"boards:read\"\n  ]\n}\n"
	const env = "PINTEREST_CLIENT_ID=1\nPINTEREST_REDIRECT_URI=https://acme.com/cb\n"
	const yaml = "apiVersion: v1\nkind: Secret\nstringData:\n  PINTEREST_CLIENT_ID: \"1\"\n"
	const hcl = "# Needs a provider.\n\nvariable \"a\" {\n  type = string\n}\n"
	for _, test := range []struct {
		there, data string
		replaces    bool
	}{
		{"", json, true},
		{json, "{\n  \"clientId\": \"2\",\n  \"scopes\": [\n    \"pins:read\"\n  ]\n}\n", true},
		{"{\n  \"name\": \"package\"\n}\n", json, false},
		{"{\"clientId\": 1, \"mine\": 2}\n", json, false},
		{env, "PINTEREST_CLIENT_ID=2\nPINTEREST_REDIRECT_URI=http://x\nPINTEREST_SCOPES=a\n", true},
		{env + "MINE=1\n", env, false},
		{"# mine\n" + env, env, false},
		{yaml, strings.Replace(yaml, `"1"`, `"2"`, 1), true},
		{"apiVersion: v1\nkind: ConfigMap\ndata:\n  a: b\n", yaml, false},
		{hcl, hcl, true},
		{hcl + "resource \"mine\" \"x\" {\n}\n", hcl, false},
		{"#!/bin/sh\n", env, false},
		{"[\n  \"mine\",\n  \"too\"\n]\n", json, false},
		{"\"name\",\n\"mine\"\n", env, false},
	} {
		path := filepath.Join(t.TempDir(), "out")
		if test.there != "" {
			write(t, path, test.there, 0o600)
		}
		err := WriteExport(path, []byte(test.data), []byte(test.data))
		if want := test.data; (err == nil) != test.replaces || content(t, path) != map[bool]string{true: want, false: test.there}[test.replaces] {
			t.Errorf("%q over %q: %v", test.data, test.there, err)
		}
	}
}

func TestATextReplacesAnEarlierOneOfTheSameFirstLineAndNothingElse(t *testing.T) {
	const packet = "# Review packet: Acme\n\nnew\n"
	for there, replaces := range map[string]bool{
		"": true, "# Review packet: Acme\r\n\r\nold\r\n": true,
		"# Review packet: Acme, my own notes\n": false, "# Review packet\n": false, "\n" + packet: false,
	} {
		path := filepath.Join(t.TempDir(), "packet.md")
		write(t, path, there, 0o600)
		if err := WriteText(path, []byte(packet)); (err == nil) != replaces || replaces != (content(t, path) == packet) {
			t.Errorf("over %q: %v", there, err)
		}
	}
}

func TestAFileThatCannotBeReadIsNotReplacedByAText(t *testing.T) {
	path := filepath.Join(t.TempDir(), "theirs")
	write(t, path, "", 0o600)
	if err := os.Truncate(path, maxText+1); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{WriteText(path, []byte("# a\n")), WriteExport(path, []byte("A=1\n"), []byte("A=1\n"))} {
		if err == nil || !strings.Contains(err.Error(), "left as it was") {
			t.Error(err)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Size() != maxText+1 {
		t.Errorf("it was replaced: %v", err)
	}
}
