package cli

import (
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
)

// A suite is a service in the JUnit report: a case a line, and one an error.
// What was not tried is skipped, never passed. The report is written by hand:
// encoding/xml would make every command start later.
type suite struct {
	cases                    strings.Builder
	tests, failures, skipped int
}

func writeJUnit(w io.Writer, r checkReport) error {
	var suites strings.Builder
	var all suite
	add := func(name string, lines []checkLine, found []finding.Finding) {
		s := suiteOf(name, lines, found)
		fmt.Fprintf(&suites, "  <testsuite name=%s tests=\"%d\" failures=\"%d\" skipped=\"%d\">\n%s  </testsuite>\n",
			attribute(name), s.tests, s.failures, s.skipped, s.cases.String())
		all.tests, all.failures, all.skipped = all.tests+s.tests, all.failures+s.failures, all.skipped+s.skipped
	}
	for _, s := range r.Services {
		add(s.Service, s.Lines, s.Findings)
	}
	if len(r.Findings) > 0 {
		add(r.File, nil, r.Findings)
	}
	_, err := fmt.Fprintf(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"+
		"<testsuites tests=\"%d\" failures=\"%d\" skipped=\"%d\">\n%s</testsuites>\n",
		all.tests, all.failures, all.skipped, suites.String())
	return written(err)
}

func suiteOf(name string, lines []checkLine, found []finding.Finding) *suite {
	s := &suite{}
	add := func(test, result string) {
		s.tests++
		fmt.Fprintf(&s.cases, "    <testcase classname=%s name=%s>%s</testcase>\n", attribute(name), attribute(test), result)
	}
	for _, l := range lines {
		switch test := l.Name + " " + l.Value; l.Proof {
		case auth.Present:
			s.skipped++
			add(test, "<skipped message="+attribute(l.How)+"></skipped>")
		case auth.Rejected:
			s.failures++
			add(test, "<failure message="+attribute(l.How)+" type=\"rejected\"></failure>")
		default:
			add(test, "")
		}
	}
	for _, f := range found {
		if f.Severity == finding.Error {
			s.failures++
			add(f.ID, fmt.Sprintf("<failure message=%s type=%s>%s</failure>", attribute(f.Title), attribute(f.ID), escapeXML(textOf(f))))
		}
	}
	return s
}

func attribute(text string) string { return `"` + escapeXML(text) + `"` }

// escapeXML escapes markup, and makes signs of what XML 1.0 can't hold (section
// 2.2) or a terminal would obey.
func escapeXML(text string) string { return html.EscapeString(shown(text)) }

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
	return strings.NewReplacer("%", "%25", "\n", "%0A").Replace(shown(text))
}

func property(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(data(text))
}
