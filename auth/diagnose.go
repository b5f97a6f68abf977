package auth

import "github.com/pinsetup/pinsetup/assets/finding"

// A Symptom is a failure as it showed itself.
type Symptom struct {
	// Where is the place, one of the words of assets.Match.Where.
	Where string
	// Status is the HTTP status; 0 for none.
	Status int
	// Code is Pinterest's numeric code as text, RFC 6749's error, or the kind
	// of a network failure; "" for none.
	Code string
	// Message is what the other side said, raw.
	Message string
	// RequestID is Pinterest's x-pinterest-rid.
	RequestID string
}

// Diagnose names the cause and the mend of a symptom: the most specific row of
// the catalogue (assets/findings) that matches. What matches nothing comes
// back as "unknown.<where>", with the message as it came, redacted.
func Diagnose(s Symptom) finding.Finding { return finding.Finding{} }

// Explain reads an error that somebody pasted (text, JSON, a URL, an HTTP
// answer with headers) and returns what the catalogue knows of it, best first.
func Explain(text string) []finding.Finding { return nil }
