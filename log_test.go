package main_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// checkLog reads the log of a wizard that went all its way, as somebody does
// who has a bug report to answer: what ran, on what, where the person went,
// what was sent, what came back, what was written.
func checkLog(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var pages, effects, events []string
	requests, all := 0, map[string]map[string]any{}
	for line := range bytes.Lines(data) {
		var record map[string]any
		if err := json.Unmarshal(line, &record); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		text := func(key string) string { s, _ := record[key].(string); return s }
		all[text("msg")] = record
		switch text("msg") {
		case "page":
			pages = append(pages, text("page"))
		case "effect":
			effects = append(effects, text("effect"))
		case "event":
			events = append(events, text("event"))
		case "request":
			requests++
			for _, key := range []string{"method", "host", "path", "status", "ms", "requestId"} {
				if record[key] == nil || record[key] == "" {
					t.Errorf("a request without %s: %s", key, line)
				}
			}
		}
	}
	for record, keys := range map[string][]string{
		"start": {"command", "flags", "version", "go", "os", "arch"}, "terminal": {"stdin", "stdout", "columns", "rows", "TERM"},
		"wizard": {"front", "resumed"}, "end": {"exit", "ms"}, "live test settled": {"ok", "method"},
	} {
		for _, key := range keys {
			if all[record][key] == nil {
				t.Errorf("the log's %q doesn't say %s: %v", record, key, all[record])
			}
		}
	}
	if got := strings.Join(slices.Compact(pages), " "); !strings.HasPrefix(got, "start.way account.ready app.sheet app.use") ||
		!strings.HasSuffix(got, "credentials.keys credentials.test review.access review.packet connector.where connector.write connector.done") {
		t.Errorf("the pages in the log: %s", got)
	}
	for _, want := range []string{"FlyTest", "Consent", "PrepareFile", "WriteFile", "ForgetDraft"} {
		if !slices.Contains(effects, want) {
			t.Errorf("no effect %s in the log: %v", want, effects)
		}
	}
	for _, want := range []string{"TestStarted", "TestProgressed", "Tested", "Prepared", "Saved"} {
		if !slices.Contains(events, want) {
			t.Errorf("no event %s in the log: %v", want, events)
		}
	}
	if requests < 3 { // token, account, a probe
		t.Errorf("%d requests in the log", requests)
	}
}
