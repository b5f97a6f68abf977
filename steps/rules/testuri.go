package rules

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// DefaultTestURI is the redirect URI that Pinterest's own quickstart registers
// (pinterest/api-quickstart), and that pinsetup suggests.
const DefaultTestURI = "http://localhost:8085/"

const defaultPort = ":8085"

// TestRedirectURI judges the redirect URI of the live test: loopback, with a port.
func TestRedirectURI(in Input) []finding.Finding {
	if in.Value == "" {
		return nil
	}
	if m := portAlone().FindStringSubmatch(in.Value); m != nil {
		if _, ok := (uri{port: ":" + m[1]}).number(); ok {
			return []finding.Finding{in.mend("test.port-only", "http://localhost:"+m[1]+"/")}
		}
	}
	return withPort(testRedirectURI(in))
}

// portAlone is a port without an address: "8085", ":8085", "localhost 8085".
var portAlone = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?i:port[ :]*|localhost +|:)?([0-9]+)$`) })

func testRedirectURI(in Input) []finding.Finding {
	u, findings := shape(in)
	if findings != nil {
		return findings
	}
	if addr, ok := u.addr(); ok && addr.IsUnspecified() {
		u.host = "localhost"
		return []finding.Finding{in.mend("test.any-address", u.String())}
	}
	if !u.web() || !u.loopback() {
		return []finding.Finding{in.mend("test.not-loopback", DefaultTestURI)}
	}
	if u.is("https") {
		plain := u
		plain.scheme = "http"
		findings = append(findings, in.mend("test.https", plain.String()))
	}
	if name := strings.ToLower(u.host); name != "localhost" {
		named := u
		named.host = "localhost"
		findings = append(findings, in.mend("test.address", named.String(), "address", show(strings.Trim(name, "[]"))))
	}
	findings = append(findings, port(in, u)...)
	if u.port != ":80" && u.port != ":443" { // which test.low-port speaks of
		findings = append(findings, letters(in, u)...)
	}
	return append(findings, path(in, u)...)
}

// withPort puts the usual port into mends that would have none.
func withPort(findings []finding.Finding) []finding.Finding {
	for _, f := range findings {
		if f.Mend == nil {
			continue
		}
		if u, ok := split(f.Mend.Value); ok && u.web() && u.loopback() && u.port == "" {
			u.port = defaultPort
			f.Mend.Label = strings.ReplaceAll(f.Mend.Label, printable(f.Mend.Value), printable(u.String()))
			f.Mend.Value = u.String()
		}
	}
	return findings
}

// port judges the port on which the live test will listen.
func port(in Input, u uri) []finding.Finding {
	other := u
	other.port = defaultPort
	number, _ := u.number() // shape saw to it
	switch {
	case u.port == "":
		return []finding.Finding{in.mend("test.no-port", other.String())}
	case slices.Contains(blockedPorts, number):
		return []finding.Finding{in.mend("test.blocked-port", other.String(), "port", strconv.Itoa(number))}
	case number < 1024:
		return []finding.Finding{in.mend("test.low-port", other.String(), "port", strconv.Itoa(number))}
	}
	return nil
}

// blockedPorts are those that browsers refuse to open (WHATWG Fetch, "port
// blocking").
var blockedPorts = []int{
	1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
	111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
	540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
	6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
}
