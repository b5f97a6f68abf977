package cli

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
)

// The JUnit report: a suite a service, a case a line and one for findings that
// belong to no line. What was not tried is skipped, never passed.
type junitReport struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Failure *junitFailure `xml:"failure,omitempty"`
	Skipped *junitSkipped `xml:"skipped,omitempty"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

func writeJUnit(w io.Writer, r checkReport) error {
	var doc junitReport
	for _, s := range r.Services {
		doc.add(suiteOf(s.Service, s.Lines, s.Findings))
	}
	if len(r.Findings) > 0 {
		doc.add(suiteOf(r.File, nil, r.Findings))
	}
	out, err := xml.MarshalIndent(doc, "", "  ")
	if err != nil {
		return exit(exitFile, err)
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, out)
	return written(err)
}

func (d *junitReport) add(s junitSuite) {
	d.Tests, d.Failures, d.Skipped = d.Tests+s.Tests, d.Failures+s.Failures, d.Skipped+s.Skipped
	d.Suites = append(d.Suites, s)
}

func suiteOf(name string, lines []checkLine, found []finding.Finding) junitSuite {
	s := junitSuite{Name: name, Tests: len(lines)}
	for _, l := range lines {
		c := junitCase{Class: name, Name: l.Name + " " + l.Value}
		switch l.Proof {
		case auth.Present:
			c.Skipped = &junitSkipped{l.How}
			s.Skipped++
		case auth.Rejected:
			c.Failure = &junitFailure{Message: l.How, Type: "rejected"}
			s.Failures++
		}
		s.Cases = append(s.Cases, c)
	}
	for _, f := range found {
		if f.Severity != finding.Error {
			continue
		}
		s.Tests, s.Failures = s.Tests+1, s.Failures+1
		s.Cases = append(s.Cases, junitCase{Class: name, Name: f.ID, Failure: &junitFailure{f.Title, f.ID, textOf(f)}})
	}
	return s
}

// textOf returns a finding's parts, a line each.
func textOf(f finding.Finding) string {
	var b strings.Builder
	for _, part := range []struct{ label, text string }{
		{"", f.Title}, {"Why: ", f.Cause}, {"Fix: ", f.Fix}, {"Said: ", f.Detail}, {"See: ", f.Link},
	} {
		if part.text != "" {
			fmt.Fprintf(&b, "%s%s\n", part.label, part.text)
		}
	}
	if f.Place != nil {
		fmt.Fprintf(&b, "At: %s:%d:%d\n", f.Place.File, f.Place.Line, f.Place.Column)
	}
	return b.String()
}

// writeGitHub writes workflow commands: GitHub shows them as annotations.
func writeGitHub(w io.Writer, r checkReport) error {
	for _, f := range r.all() {
		command := map[finding.Severity]string{finding.Error: "error", finding.Warning: "warning", finding.Note: "notice"}[f.Severity]
		at := "file=" + property(r.File)
		if p := f.Place; p != nil {
			at = fmt.Sprintf("file=%s,line=%d,col=%d,endColumn=%d", property(p.File), p.Line, p.Column, p.Column+p.Width)
		}
		text := strings.TrimSpace(f.Cause + " " + f.Fix)
		if _, err := fmt.Fprintf(w, "::%s %s,title=%s::%s\n", command, at, property(f.Title), data(text+" ["+f.ID+"]")); err != nil {
			return written(err)
		}
	}
	return nil
}

// data and property escape as GitHub's runner unescapes (actions/toolkit,
// packages/core/src/command.ts).
func data(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

func property(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(data(text))
}
