package rules

import (
	"net/url"
	"strings"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// CallbackPath is where Appmixer receives the answer of its Pinterest
// connector. The service's name is in it, the vendor's never.
const CallbackPath = "/auth/pinterest/callback"

// RedirectURI judges the connector's redirect URI.
func RedirectURI(in Input) []finding.Finding {
	if in.Value == "" {
		return nil
	}
	u, findings := shape(in)
	if findings != nil {
		return findings
	}
	switch strings.ToLower(u.scheme) {
	case "ftp", "ftps", "sftp", "ssh", "ws", "wss", "file":
		return []finding.Finding{in.find("redirect.scheme", "scheme", show(u.scheme))}
	}
	if !u.web() {
		return []finding.Finding{in.find("redirect.custom-scheme", "scheme", show(u.scheme))}
	}
	if u.is("http") && !u.loopback() {
		findings = append(findings, in.mend("redirect.http", u.secure().String()))
	}
	findings = append(findings, letters(in, u)...)
	findings = append(findings, host(in, u)...)
	findings = append(findings, path(in, u)...)
	return append(findings, appmixer(in, u)...)
}

// letters finds what is the same to a browser and different to a comparison
// of characters.
func letters(in Input, u uri) (findings []finding.Finding) {
	lower := u
	lower.scheme, lower.host = strings.ToLower(u.scheme), strings.ToLower(u.host)
	if lower != u {
		findings = append(findings, in.mend("redirect.case", lower.String()))
	}
	if port, _ := u.number(); u.is("https") && port == 443 || u.is("http") && port == 80 {
		short := u
		short.port = ""
		findings = append(findings, in.mend("redirect.default-port", short.String(), "port", u.port[1:]))
	}
	return findings
}

// host says who can reach the host, and how its name is written.
func host(in Input, u uri) (findings []finding.Finding) {
	switch {
	case u.loopback():
		findings = append(findings, in.find("redirect.loopback", "host", show(u.host)))
	case u.example():
		findings = append(findings, in.find("redirect.example", "host", show(u.host)))
	case u.invented():
		findings = append(findings, in.find("uri.invented", "host", show(u.host)))
	case u.private():
		findings = append(findings, in.find("redirect.private", "host", show(u.host)))
	}
	if strings.HasSuffix(u.host, ".") {
		bare := u
		bare.host = strings.TrimSuffix(u.host, ".")
		findings = append(findings, in.mend("redirect.dot", bare.String()))
	}
	if !ascii(u.host) {
		name := u
		var ok bool
		if name.host, ok = toASCII(u.host); ok {
			findings = append(findings, in.mend("redirect.international", name.String(), "host", show(u.host)))
		} else {
			findings = append(findings, in.find("redirect.international", "host", show(u.host)))
		}
	}
	return findings
}

// path judges what follows the host.
func path(in Input, u uri) (findings []finding.Finding) {
	if fragment := u.fragment(); fragment != "" {
		bare := u
		bare.tail = u.query()
		findings = append(findings, in.mend("redirect.fragment", bare.String()))
	}
	if strings.Contains(u.path, "//") {
		single := u
		for strings.Contains(single.path, "//") {
			single.path = strings.ReplaceAll(single.path, "//", "/")
		}
		after := u.host + u.port
		if i := strings.Index(u.path, "//"); i > 0 {
			after = u.path[:i]
		}
		findings = append(findings, in.mend("redirect.double-slash", single.String(), "after", show(after)))
	}
	if straight := u; strings.Contains(u.path+"/", "/./") || strings.Contains(u.path+"/", "/../") {
		straight.path = resolve(u.path)
		findings = append(findings, in.mend("redirect.dots", straight.String()))
	}
	if !ascii(u.path + u.tail) {
		encoded := u
		encoded.path, encoded.tail = escape(u.path), escape(u.tail)
		findings = append(findings, in.mend("redirect.unencoded", encoded.String()))
	}
	if u.query() != "" {
		findings = append(findings, in.find("redirect.query"))
	}
	return findings
}

// resolve removes "." and ".." from a path and keeps everything else, a slash
// at the end too.
func resolve(path string) string {
	var kept []string
	parts := strings.Split(path, "/")
	for i, part := range parts {
		last := i == len(parts)-1
		switch part {
		case ".":
			if last {
				kept = append(kept, "")
			}
		case "..":
			if len(kept) > 1 {
				kept = kept[:len(kept)-1]
			}
			if last {
				kept = append(kept, "")
			}
		default:
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "/")
}

// escape percent-encodes what isn't ASCII and leaves the rest as it is.
func escape(s string) string {
	var out strings.Builder
	for _, r := range s {
		if r < 0x80 {
			out.WriteRune(r)
		} else {
			out.WriteString(url.PathEscape(string(r)))
		}
	}
	return out.String()
}

// appmixer compares the URI with the one that Appmixer will send.
func appmixer(in Input, u uri) []finding.Finding {
	if in.other("oauth.target") != "appmixer" {
		return nil
	}
	if base := in.other("oauth.apiBase"); base != "" {
		expected, _ := FromAPIBase(base)
		if expected == "" || expected == in.Value {
			return nil
		}
		return []finding.Finding{in.mend("redirect.other-base", expected, "expected", expected)}
	}
	if strings.HasSuffix(u.path, CallbackPath) && u.tail == "" {
		return nil
	}
	u.path, u.tail = CallbackPath, ""
	return []finding.Finding{in.mend("redirect.appmixer-path", u.String(), "path", CallbackPath)}
}
