package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/ui/say"
)

func (a *app) printReport(r checkReport, o checkOptions) error {
	if o.format == "json" {
		return a.writeJSON(r)
	}
	r = a.callable(r)
	switch o.format {
	case "junit":
		return writeJUnit(a.out, r)
	case "github":
		return writeGitHub(a.out, r)
	}
	p := a.results()
	p.Program = say.Program{} // the report's words are its own already
	for _, s := range r.Services {
		if o.all {
			p.shortReport(s)
		} else {
			p.report(s, r.File)
		}
	}
	if found := r.Findings; len(found) > 0 {
		p.line("")
		p.findings(found)
	}
	p.line("")
	p.entry("", p.conclusion(r))
	return nil
}

// callable returns the report for a person: its commands can be typed as they
// stand there, and are about the service that they stand at. JSON is for
// programs, and keeps the plain name.
func (a *app) callable(r checkReport) checkReport {
	r.Findings = a.Findings(r.Findings)
	r.Services = slices.Clone(r.Services)
	for i := range r.Services {
		s, p := &r.Services[i], a.Program
		if a.about != nil {
			p.About = func() string { return a.about(s.Service) }
		}
		s.Findings, s.Lines = p.Findings(s.Findings), slices.Clone(s.Lines)
		for j, l := range s.Lines {
			s.Lines[j].How = p.Alike(l.How)
		}
	}
	return r
}

// labels are the names of lines for a person.
var labels = map[string]string{
	"clientId": "App ID", "clientSecret": "App secret", "redirectUri": "Redirect URI",
	"testRedirectUri": "Test redirect URI", "scopes": "Scope", "token": "Token",
}

func (p printer) proof(proof auth.Proof) styled {
	code := map[auth.Proof]string{auth.Verified: green, auth.Rejected: red}[proof]
	return p.style(code, fmt.Sprintf("%-9s", proof))
}

// report prints all of one service.
func (p printer) report(s serviceReport, file string) {
	p.line("%s in %s", p.style(bold, s.Service), file)
	if len(s.Lines) > 0 {
		p.line("")
	}
	for _, l := range s.Lines {
		text := p.style("", l.Value)
		if l.How != "" {
			text += p.style(dim, "  ("+l.How+")")
		}
		p.entry("  "+p.proof(l.Proof)+styled(fmt.Sprintf(" %-18s ", labels[l.Name])), text)
	}
	if len(s.Elsewhere) > 0 {
		p.line("")
		p.elsewhere("  ", s.Elsewhere)
	}
	if s.Account != nil {
		p.line("")
		p.indented("  Account: ", say.Account(*s.Account))
	}
	if s.AccessTier != "" {
		p.line("  Access:  %s", s.AccessTier)
	}
	if len(s.Findings) > 0 {
		p.line("")
		p.findings(s.Findings)
	}
}

// elsewhere says where a service leads that isn't Pinterest, so that nobody
// takes what is verified there for Pinterest's word.
func (p printer) elsewhere(indent string, endpoints []string) {
	p.entry(styled(indent)+p.style(yellow, "Not Pinterest's: "), p.style("", strings.Join(endpoints, ", ")))
}

// shortReport prints a service of many on a line, and what is wrong with it.
func (p printer) shortReport(s serviceReport) {
	var counts []string
	for _, proof := range []auth.Proof{auth.Verified, auth.Present, auth.Rejected} {
		n := 0
		for _, l := range s.Lines {
			if l.Proof == proof {
				n++
			}
		}
		if n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", n, proof))
		}
	}
	word := p.style(green, "ok    ")
	if !s.OK {
		word = p.style(red, "error ")
	}
	p.entry(word+" ", p.style("", s.Service+"  ")+p.style(dim, strings.Join(counts, ", ")))
	if len(s.Elsewhere) > 0 {
		p.elsewhere("       ", s.Elsewhere)
	}
	said := false
	for _, f := range s.Findings {
		if f.Severity != finding.Note {
			p.line("")
			p.finding(f)
			said = true
		}
	}
	if said {
		p.line("")
	}
}

// conclusion says what is known now, and never more.
func (p printer) conclusion(r checkReport) styled {
	errors, verified := 0, 0
	for _, f := range r.all() {
		if f.Severity == finding.Error {
			errors++
		}
	}
	for _, s := range r.Services {
		if s.Credentials == auth.Verified {
			verified++
		}
	}
	what := count(len(r.Services), "service")
	if len(r.Services) == 1 {
		what = r.Services[0].Service
	}
	who := together(r.Services)
	switch {
	case errors > 0:
		return p.style(red, fmt.Sprintf("%s: %s.", what, count(errors, "error")))
	case r.Offline:
		return p.style("", what+": no error in the values. Nothing was tried (--offline).")
	case verified == 0:
		return p.style("", what+": no error, and nothing verified: "+who+" didn't say whether app ID and secret are right.")
	case verified < len(r.Services):
		return p.style("", fmt.Sprintf("%s: no error. App ID and secret of %d are verified; the others are present, and not verified.", what, verified))
	}
	return p.style(green, what+": no error, and "+who+" took app ID and secret.") + " Lines that are present were not tried."
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
