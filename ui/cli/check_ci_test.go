package cli

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
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
