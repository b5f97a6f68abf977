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

func TestAnErrorHasTheCodeOfWhatItIs(t *testing.T) {
	for want, errs := range map[int][]error{
		exitFailed:  {exit(exitFailed, nil), store.NewProblem(nil, "token.none"), &findingError{assets.Finding("id.letters"), nil}},
		exitUsage:   {usage("so not"), errors.New("cobra's own")},
		exitNetwork: {context.DeadlineExceeded, &findingError{assets.Finding("network.dns", "host", "api.pinterest.com"), nil}, exit(exitNetwork, errors.New("x"))},
		exitFile:    {fs.ErrNotExist, fs.ErrPermission, store.ErrChanged, store.NewProblem(nil, "token.unreadable", "place", "x"), store.NewProblem(nil, "file.syntax")},
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
		{nil, exitOK}, {[]finding.Finding{file}, exitFile}, {[]finding.Finding{network, network}, exitNetwork},
		{[]finding.Finding{file, network}, exitFailed}, {[]finding.Finding{{ID: "network.dns", Severity: finding.Warning}}, exitOK},
	} {
		if code := verdict(c.found); code != c.want {
			t.Errorf("%v end with %d, want %d", finding.IDs(c.found), code, c.want)
		}
	}
}
