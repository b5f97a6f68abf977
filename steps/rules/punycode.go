package rules

import (
	"strings"
	"unicode"
)

// toASCII returns the form in which an internationalised host name is
// registered ("xn--mller-kva.de"), and false where that takes more than lower
// case and Punycode (RFC 3492): combining characters want the tables of RFC
// 5891, which are bigger than all of this package.
func toASCII(host string) (string, bool) {
	host = strings.Map(func(r rune) rune {
		if r == '。' || r == '．' || r == '｡' { // the dots of RFC 3490, section 3.1
			return '.'
		}
		return unicode.ToLower(r)
	}, host)
	labels := strings.Split(host, ".")
	for i, label := range labels {
		if ascii(label) {
			continue
		}
		for _, r := range label {
			if r >= 0x80 && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				return "", false
			}
		}
		labels[i] = "xn--" + punycode(label)
		if len(labels[i]) > 63 {
			return "", false
		}
	}
	return strings.Join(labels, "."), true
}

// The parameters of RFC 3492, section 5.
const (
	base        = 36
	tMin        = 1
	tMax        = 26
	skew        = 38
	damp        = 700
	initialBias = 72
	initialN    = 0x80
)

// punycode encodes a label (RFC 3492, section 6.3). The labels are short:
// callers limit hosts to 253 bytes, so nothing here can overflow.
func punycode(label string) string {
	input := []rune(label)
	var out strings.Builder
	for _, r := range input {
		if r < initialN {
			out.WriteRune(r)
		}
	}
	basic := out.Len()
	done := basic
	if basic > 0 {
		out.WriteByte('-')
	}
	n, delta, bias := rune(initialN), 0, initialBias
	for done < len(input) {
		next := rune(unicode.MaxRune)
		for _, r := range input {
			if r >= n {
				next = min(next, r)
			}
		}
		delta += int(next-n) * (done + 1)
		n = next
		for _, r := range input {
			if r < n {
				delta++
			}
			if r == n {
				writeDelta(&out, delta, bias)
				bias = adapt(delta, done+1, done == basic)
				delta = 0
				done++
			}
		}
		delta++
		n++
	}
	return out.String()
}

// writeDelta writes a variable-length integer (RFC 3492, section 3.3).
func writeDelta(out *strings.Builder, delta, bias int) {
	const digits = "abcdefghijklmnopqrstuvwxyz0123456789"
	for k := base; ; k += base {
		t := min(max(k-bias, tMin), tMax)
		if delta < t {
			out.WriteByte(digits[delta])
			return
		}
		out.WriteByte(digits[t+(delta-t)%(base-t)])
		delta = (delta - t) / (base - t)
	}
}

// adapt chooses the next bias (RFC 3492, section 6.1).
func adapt(delta, points int, first bool) int {
	if first {
		delta /= damp
	} else {
		delta /= 2
	}
	delta += delta / points
	k := 0
	for ; delta > (base-tMin)*tMax/2; k += base {
		delta /= base - tMin
	}
	return k + (base-tMin+1)*delta/(delta+skew)
}
