package cli

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/ui/say"
)

// nasty is what a value of a file can hold.
const nasty = "a\"b<c>&d\x01e\x1bf]]>,:%\r\ng\ufffe"

func nastyReport() checkReport {
	f := finding.Finding{ID: "some.error", Severity: finding.Error, Title: nasty, Cause: nasty, Place: &finding.Place{File: nasty, Line: 3, Column: 2, Width: 4}}
	return checkReport{File: nasty, Findings: []finding.Finding{f}, Services: []serviceReport{{
		Service: nasty, Findings: []finding.Finding{f}, Lines: []checkLine{
			{"clientId", nasty, auth.Verified, nasty}, {"scopes", nasty, auth.Present, nasty}, {"redirectUri", nasty, auth.Rejected, nasty},
		},
	}}}
}

func TestAJUnitReportIsXMLWhateverIsInIt(t *testing.T) {
	var out strings.Builder
	if err := writeJUnit(&out, nastyReport()); err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Skipped  int `xml:"skipped,attr"`
		Suites   []struct {
			Cases []struct {
				Name    string    `xml:"name,attr"`
				Failure *struct{} `xml:"failure"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal([]byte(out.String()), &doc); err != nil {
		t.Fatalf("%v in\n%s", err, out.String())
	}
	if doc.Tests != 5 || doc.Failures != 3 || doc.Skipped != 1 || len(doc.Suites) != 2 || len(doc.Suites[0].Cases) != 4 {
		t.Errorf("read back: %+v", doc)
	}
}

func TestEveryFormForAPersonSaysTheSameWords(t *testing.T) {
	const command = "./pinsetup authorize --service b:pinterest --config two.toml"
	report := checkReport{File: "two.toml", Services: []serviceReport{{
		Service:  "b:pinterest",
		Lines:    []checkLine{{"redirectUri", "https://b.acme.com/cb", auth.Present, "only a browser proves it: pinsetup authorize"}},
		Findings: []finding.Finding{assets.Finding("token.short", "until", "today")},
	}}}
	for format, how := range map[string]string{"text": command, "junit": command, "github": "", "json": "it: pinsetup authorize\""} {
		var out strings.Builder
		a := &app{out: &output{to: &out}, Program: say.Program{Self: func() string { return "./pinsetup" }, Commands: commandWords()}}
		a.about = func(service string) string { return "--service " + service + " --config two.toml" }
		if err := a.printReport(report, checkOptions{format: format}); err != nil {
			t.Fatal(err)
		}
		fix := command + " --keep-token and give access again."
		if format == "json" {
			fix = "Run pinsetup authorize --keep-token and give access again."
		}
		if !strings.Contains(out.String(), fix) || !strings.Contains(out.String(), how) {
			t.Errorf("%s doesn't say %q and %q:\n%s", format, fix, how, out.String())
		}
	}
}

func TestAGitHubAnnotationIsOneLine(t *testing.T) {
	var out strings.Builder
	if err := writeGitHub(&out, nastyReport()); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines: %q", len(lines), lines)
	}
	for _, line := range lines {
		properties, _, _ := strings.Cut(strings.TrimPrefix(line, "::error "), "::")
		if strings.Count(properties, ",") != 4 || strings.ContainsAny(line, "\r") {
			t.Errorf("a value broke out: %q", line)
		}
	}
}
