package cli

import (
	"errors"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// refuse notes what keeps the configuration from being written. Everything else
// is looked at all the same: it is said in one run.
func (c *configuration) refuse(err error) {
	if err != nil {
		c.refused = append(c.refused, err)
	}
}

// refusals adds the findings among the refusals to those of the rules. The
// error is of those that have another exit code than a rule's: wrong usage
// before a file that can't be read.
func (c *configuration) refusals(found []finding.Finding) ([]finding.Finding, error) {
	code := exitFailed
	var sentences several
	for _, err := range c.refused {
		if f, ok := findingOf(err); ok {
			found = append(found, f)
		} else {
			sentences = sentences.with(err)
		}
		if is := codeOf(err); code == exitFailed || is == exitUsage {
			code = is
		}
	}
	if code == exitFailed {
		return found, nil
	}
	if len(sentences) == 0 { // findings say why
		sentences = append(sentences, errors.New("nothing was written"))
	}
	return found, exit(code, sentences)
}

// unread reports whether a secret is left where it is: what it is for isn't
// written, and a pipe can be read only once, a person asked only once.
func (c *configuration) unread(from secretFlags) bool {
	return len(c.refused) > 0 && (from.stdin || from.fromPipe())
}
