package export

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/pinsetup/pinsetup/store"
)

// kubernetes writes a Secret manifest. Values stand in stringData, so nobody
// has to encode them, and the keys are variable names: envFrom takes them as
// they are.
func kubernetes(in Input) ([]byte, error) {
	set, err := in.settings()
	if err != nil {
		return nil, err
	}
	name := in.name(dnsName(in.ID))
	if name != dnsName(name) || len(name) > 253 {
		return nil, store.NewProblem(nil, "export.name", "name", name, "what", "Kubernetes Secret")
	}
	var b strings.Builder
	b.WriteString("apiVersion: v1\nkind: Secret\nmetadata:\n  name: " + quoteYAML(name) + "\ntype: Opaque\nstringData:")
	if len(set) == 0 {
		b.WriteString(" {}")
	}
	b.WriteString("\n")
	for _, s := range set {
		b.WriteString("  " + s.name + ": " + quoteYAML(s.value) + "\n")
	}
	return []byte(b.String()), nil
}

// dnsName makes an RFC 1123 subdomain name of a service ID: "acme-pinterest".
func dnsName(id string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-', r == '.':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, id)
	var labels []string
	for label := range strings.SplitSeq(name, ".") {
		if label = strings.Trim(label, "-"); label != "" {
			labels = append(labels, label)
		}
	}
	if labels == nil {
		return "pinterest"
	}
	return strings.Join(labels, ".")
}

// appmixerYAML writes a file for "appmixer-adm provision apply", which turns
// kebab-case keys into camelCase ones. Values are quoted: it sends them as
// they are parsed, and Appmixer takes no number.
func appmixerYAML(in Input) ([]byte, error) {
	var b strings.Builder
	b.WriteString("service-config:\n  - service-id: " + quoteYAML(in.ID) + "\n")
	c := in.appmixer()
	for _, kv := range [][2]string{
		{"client-id", c.ClientID}, {"client-secret", c.ClientSecret.Reveal()}, {"callback-url", c.CallbackURL},
	} {
		if kv[1] != "" {
			b.WriteString("    " + kv[0] + ": " + quoteYAML(kv[1]) + "\n")
		}
	}
	return []byte(b.String()), nil
}

// quoteYAML writes a double-quoted scalar (YAML 1.2, section 7.3.1): always a
// string, whatever it looks like, on one line, with printable characters only.
func quoteYAML(value string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range value {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r <= 0xff:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
