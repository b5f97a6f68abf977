package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/store"
)

// The codes stand here as numbers: scripts have them so.
func TestAnErrorHasTheCodeOfWhatItIs(t *testing.T) {
	for want, errs := range map[int][]error{
		1: {exit(exitFailed, nil), store.NewProblem(nil, "token.none"), &findingError{assets.Finding("id.letters"), nil}},
		2: {usage("so not"), errors.New("cobra's own")},
		3: {context.DeadlineExceeded, &findingError{assets.Finding("network.dns", "host", "api.pinterest.com"), nil}, exit(exitNetwork, errors.New("x"))},
		4: {fs.ErrNotExist, fs.ErrPermission, store.ErrChanged, store.NewProblem(nil, "token.unreadable", "place", "x"), store.NewProblem(nil, "file.syntax")},
	} {
		for _, err := range errs {
			if code := codeOf(fmt.Errorf("while it ran: %w", err)); code != want {
				t.Errorf("%v ends with %d, want %d", err, code, want)
			}
		}
	}
	file, network := assets.Finding("token.unreadable"), assets.Finding("network.dns")
	for _, c := range []struct {
		found []finding.Finding
		want  int
	}{
		{nil, 0}, {[]finding.Finding{file}, 4}, {[]finding.Finding{network, network}, 3},
		{[]finding.Finding{file, network}, 1}, {[]finding.Finding{{ID: "network.dns", Severity: finding.Warning}}, 0},
	} {
		if code := verdict(c.found); code != c.want {
			t.Errorf("%v end with %d, want %d", finding.IDs(c.found), code, c.want)
		}
	}
}
