package rules

import (
	"strings"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// FromAPIBase makes the redirect URI of Appmixer's Pinterest connector from
// the base of its API in any form ("api.acme.com", with or without scheme,
// port, slash, path): https://<base>/auth/pinterest/callback. A uri that is
// not empty passes RedirectURI without an error.
func FromAPIBase(base string) (uri string, findings []finding.Finding) {
	base, _ = Clean("oauth.apiBase", base)
	return fromBase(Input{Field: "oauth.apiBase", Value: base})
}

// APIBase judges the base of an Appmixer API.
func APIBase(in Input) []finding.Finding {
	if in.Value == "" {
		return nil
	}
	_, findings := fromBase(in)
	return findings
}

func fromBase(in Input) (string, []finding.Finding) {
	if in.Value == "" {
		return "", nil
	}
	full := in
	if !strings.Contains(in.Value, "://") {
		for _, f := range []*finding.Finding{address(in), userInfo(in), pinterestPage(in), encoded(in), placeholder(in), spaces(in), signs(in), schemeTwice(in)} {
			if f != nil {
				return "", []finding.Finding{*f}
			}
		}
		full.Value = "https://" + in.Value // a base needs no scheme
		if f := noScheme(in); f.Mend != nil {
			full.Value = f.Mend.Value
		}
	}
	u, broken := shape(full)
	if broken != nil {
		return "", broken
	}
	if !u.web() {
		return "", []finding.Finding{in.find("base.scheme", "scheme", show(u.scheme))}
	}
	var findings []finding.Finding
	if u.is("http") && !u.loopback() {
		findings = append(findings, in.mend("base.http", u.secure().String()))
	}
	if u.tail != "" {
		findings = append(findings, in.find("base.tail", "sign", u.tail[:1]))
	}
	u = normal(u)
	if before, apiHost, ok := frontEnd(u.host); ok {
		api := u
		api.host = apiHost
		findings = append(findings, in.mend("base.not-api", strings.TrimSuffix(api.String(), "/"), "host", show(before)))
	}
	if u.path != "" {
		bare := u
		bare.path = ""
		findings = append(findings, in.mend("base.path", bare.String(), "path", show(u.path)))
	}
	u.path += CallbackPath
	made := Input{Field: in.Field, Value: u.String()}
	judged := RedirectURI(made)
	if finding.HasError(judged) {
		return "", judged
	}
	for _, f := range judged {
		f.Mend = nil // it would put a redirect URI where a base belongs
		findings = append(findings, f)
	}
	return made.Value, findings
}

// normal writes the base as the connector's redirect URI begins: https, small
// letters, no port that goes without saying, no query, no slash at the end,
// and without the callback's path, for those who paste all of it.
func normal(u uri) uri {
	if !u.loopback() {
		u = u.secure()
	}
	u.scheme, u.host, u.tail = strings.ToLower(u.scheme), strings.ToLower(strings.TrimSuffix(u.host, ".")), ""
	if u.is("https") && u.port == ":443" || u.is("http") && u.port == ":80" {
		u.port = ""
	}
	if name, ok := toASCII(u.host); ok && u.validHost() {
		if _, ip := u.addr(); !ip {
			u.host = name
		}
	}
	if i := strings.Index(u.path, "/auth/"); i >= 0 {
		u.path = u.path[:i]
	}
	u.path = strings.TrimSuffix(strings.TrimRight(resolve(u.path), "/"), "/auth")
	for strings.Contains(u.path, "//") {
		u.path = strings.ReplaceAll(u.path, "//", "/")
	}
	u.path = escape(strings.TrimRight(u.path, "/"))
	return u
}

// frontEnd recognises the hosts of Appmixer's pages, which are not its API,
// and returns the host of the API that goes with them.
func frontEnd(host string) (name, api string, ok bool) {
	first, rest, _ := strings.Cut(host, ".")
	switch first {
	case "backoffice", "my", "designer", "studio", "www":
		return host, "api." + rest, strings.Contains(rest, ".")
	}
	tenant, hosted := strings.CutSuffix(host, ".appmixer.cloud")
	return host, "api." + host, hosted && !strings.Contains(tenant, ".")
}
