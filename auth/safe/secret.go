package safe

import (
	"crypto/subtle"
	"log/slog"
)

// Mask stands where a secret was.
const Mask = "••••••••"

// A Secret is a string that shows itself as Mask wherever it is printed,
// logged or encoded. Reveal gives the value to the few who need it.
type Secret struct{ value string }

// NewSecret wraps the value, and has Redact remove it from every text from
// now on.
func NewSecret(value string) Secret {
	Remember(value)
	return Secret{value}
}

// Reveal returns the value.
func (s Secret) Reveal() string { return s.value }

// IsZero reports whether there is no value.
func (s Secret) IsZero() bool { return s.value == "" }

// Equal compares in constant time.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare([]byte(s.value), []byte(other.value)) == 1
}

// String returns Mask, or "" for no secret.
func (s Secret) String() string {
	if s.value == "" {
		return ""
	}
	return Mask
}

// GoString keeps %#v from showing the value.
func (s Secret) GoString() string { return "safe.Secret(" + s.String() + ")" }

// MarshalText writes Mask: an encoder never writes a secret by accident.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue keeps log/slog from showing the value.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// Hold wraps a value that is still being typed: Redact doesn't know it, so
// that not every beginning of a secret is blanked for ever.
func Hold(value string) Secret { return Secret{value} }
