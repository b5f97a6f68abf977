package rules

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
)

// AppName judges the app's name.
func AppName(in Input) []finding.Finding {
	switch {
	case in.Value == "":
		return nil
	case strings.Contains(in.Value, "://"), strings.HasPrefix(strings.ToLower(in.Value), "www."), email().MatchString(in.Value):
		return []finding.Finding{in.find("app.name-url")}
	case trademark().MatchString(in.Value):
		rest := strings.Join(strings.Fields(trademark().ReplaceAllString(in.Value, " ")), " ")
		rest = strings.Trim(rest, " -–—:|,")
		rest = strings.TrimPrefix(strings.TrimSuffix(strings.TrimSuffix(rest, " for"), " to"), "by ")
		if utf8.RuneCountInString(rest) < 3 || trademark().MatchString(rest) || generic().MatchString(rest) {
			return []finding.Finding{in.find("app.name-pinterest")}
		}
		return []finding.Finding{in.mend("app.name-pinterest", rest)}
	case generic().MatchString(in.Value), utf8.RuneCountInString(in.Value) < 3:
		return []finding.Finding{in.find("app.name-generic")}
	}
	return nil
}

var (
	trademark = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)pinterest(?:'s|®|™)?`) })
	generic   = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(?:(?:my|the|a|test|new|your|demo|sample)[ _-]?)*(?:app|application|integration|connector|test|demo|untitled|name|project)?[ _-]?[0-9]*$`)
	})
	filler = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)lorem ipsum|^(?:test|asdf|todo|tbd|n[./]?a|none|xxx+|description|purpose|use case|foo|bar|soon|later|[-–—.?_]+)[.!]*$|\[[^\]]*\]|<[^>]*>`)
	})
	companyFiller = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(?:(?:my|your|the|a) )?(?:company|business|organi[sz]ation)(?: name)?$`)
	})
	subject = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(?:pins?|boards?|ads?|campaigns?|catalogs?|analytics|audiences?|pinterest|products?|trends?)\b`)
	})
)

// shortest is the number of characters below which a description can hardly
// say who uses the app and what it does.
const shortest = 60

// Company judges the name of whoever owns the website.
func Company(in Input) []finding.Finding {
	switch {
	case in.Value == "":
		return nil
	case strings.Contains(in.Value, "://"), strings.HasPrefix(strings.ToLower(in.Value), "www."), email().MatchString(in.Value):
		return []finding.Finding{in.find("app.company-url")}
	case filler().MatchString(in.Value), companyFiller().MatchString(in.Value):
		return []finding.Finding{in.find("app.company-filler")}
	}
	return nil
}

// Description judges description, purpose, use case and audience.
func Description(in Input) []finding.Finding {
	switch {
	case in.Value == "":
		return nil
	case filler().MatchString(in.Value):
		return []finding.Finding{in.find("app.filler")}
	case in.Field != "app.description" && in.Field != "":
		return nil // the others are one line, often one of the form's choices
	case utf8.RuneCountInString(in.Value) < shortest:
		return []finding.Finding{in.find("app.description-short")}
	case !subject().MatchString(in.Value):
		return []finding.Finding{in.find("app.description-vague")}
	}
	return nil
}

// WebURL judges the website and the privacy policy's URL.
func WebURL(in Input) []finding.Finding {
	if in.Value == "" {
		return nil
	}
	if _, host, _ := authority(in.Value); auth.IsPinterest(host) {
		return []finding.Finding{in.find("web.pinterest")}
	}
	u, findings := shape(in)
	switch {
	case findings != nil:
		return findings
	case !u.web():
		return []finding.Finding{in.find("web.scheme", "scheme", show(u.scheme))}
	case u.loopback() || u.private():
		return []finding.Finding{in.find("web.private", "host", show(u.host))}
	case u.example() && in.other(Demo) != "": // nobody opens it
	case u.example():
		findings = append(findings, in.find("web.example", "host", show(u.host)))
	case u.invented():
		findings = append(findings, in.find("uri.invented", "host", show(u.host)))
	case in.Field == "app.website" && hasSuffix("."+strings.ToLower(u.host), social...):
		findings = append(findings, in.find("web.social", "host", show(u.host)))
	}
	if u.is("http") {
		findings = append(findings, in.mend("web.http", u.secure().String()))
	}
	if in.Field == "app.privacyPolicy" {
		findings = append(findings, policy(in, u)...)
	}
	return findings
}

// social are the hosts of other people's pages, where one has a profile.
var social = []string{
	".facebook.com", ".instagram.com", ".linkedin.com", ".linktr.ee", ".tiktok.com", ".twitter.com", ".x.com", ".youtube.com",
}

// policy compares the privacy policy's URL with the website.
func policy(in Input, u uri) []finding.Finding {
	site, ok := split(in.other("app.website"))
	switch {
	case strings.Trim(u.path, "/") == "" && u.tail == "":
		return []finding.Finding{in.find("web.policy-home")}
	case ok && !related(u.host, site.host):
		return []finding.Finding{in.find("web.policy-elsewhere", "host", show(u.host), "site", show(site.host))}
	}
	return nil
}

// related reports whether two hosts look like one brand's: the same but for
// "www.", one below the other, or both below the same name. Without the list
// of public suffixes this is a guess, good enough for a warning.
func related(a, b string) bool {
	a, b = strings.TrimPrefix(strings.ToLower(a), "www."), strings.TrimPrefix(strings.ToLower(b), "www.")
	if a == b || strings.HasSuffix(a, "."+b) || strings.HasSuffix(b, "."+a) {
		return true
	}
	_, parentA, _ := strings.Cut(a, ".")
	_, parentB, _ := strings.Cut(b, ".")
	return parentA == parentB && len(parentA) > len("co.uk") && strings.Contains(parentA, ".")
}

// Username judges the name of the business account that owns the app.
func Username(in Input) []finding.Finding {
	v := in.Value
	switch {
	case v == "":
		return nil
	case strings.Contains(strings.ToLower(v), "pinterest."):
		_, _, behind := authority(v)
		name, _, _ := strings.Cut(strings.TrimPrefix(withoutQuery(behind), "/"), "/")
		if !username().MatchString(name) {
			return []finding.Finding{in.find("account.url")}
		}
		return []finding.Finding{in.mend("account.url", name)}
	case username().MatchString(strings.Trim(v, "/")) && strings.Contains(v, "/"):
		return []finding.Finding{in.mend("account.url", strings.Trim(v, "/"))}
	case strings.HasPrefix(v, "@") && username().MatchString(v[1:]):
		return []finding.Finding{in.mend("account.at", v[1:])}
	case email().MatchString(v):
		return []finding.Finding{in.find("account.email")}
	case strings.Contains(v, " "):
		return []finding.Finding{in.find("account.spaces")}
	case strings.HasPrefix(v, "@"):
		return []finding.Finding{in.find("account.at")}
	case strings.Contains(v, "@"):
		return []finding.Finding{in.find("account.email")}
	}
	return nil
}

var (
	username = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_]+$`) })
	email    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?i:mailto:)?[^\s@:/]+@[^\s@/]+$`) })
)

// Icon judges the file of the app's icon by its name.
func Icon(in Input) []finding.Finding {
	if in.Value == "" || strings.HasSuffix(strings.ToLower(in.Value), ".png") {
		return nil
	}
	return []finding.Finding{in.find("app.icon")}
}

// Video judges where the demo video is: a file, or a link.
func Video(in Input) []finding.Finding {
	if in.Value != "" && filler().MatchString(in.Value) {
		return []finding.Finding{in.find("review.video-filler")}
	}
	if u, ok := split(in.Value); ok && u.web() && (u.loopback() || u.private()) {
		return []finding.Finding{in.find("review.video-private", "host", show(u.host))}
	}
	return nil
}

// Status says what the app's status in the portal means for what comes next.
func Status(in Input) []finding.Finding {
	switch in.Value {
	case "notSubmitted":
		return []finding.Finding{in.find("app.not-submitted")}
	case "pending":
		return []finding.Finding{in.find("app.pending")}
	case "rejected":
		return []finding.Finding{in.find("app.rejected")}
	}
	return nil
}
