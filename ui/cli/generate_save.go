package cli

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/run"
)

// rounds is how often a file is read again that others go on changing: each
// time somebody's save succeeded, so it is more than the processes that write
// one file at once.
const rounds = 200

// write sets the service and saves the file. Where somebody else changed the
// file in between, and not this service or to the same, theirs stays and this is
// set again.
func (a *app) write(ctx context.Context, c *configuration, doc *generateDoc) error {
	for range rounds {
		err := a.save(ctx, *c)
		if !errors.Is(err, store.ErrChanged) {
			return err
		}
		changed := err
		if c.file, err = a.openForWriting(ctx); err != nil {
			return err
		}
		is, err := c.file.Service(a.flags.service)
		if err != nil && !errors.Is(err, store.ErrNoService) {
			return err
		}
		there := err == nil
		if err := a.set(c, doc); err != nil {
			return err
		}
		// What somebody else wrote may be what is to be written.
		if doc.Changed && (there == doc.New || there && !reflect.DeepEqual(is, c.was)) {
			return changed
		}
	}
	return exit(exitFile, fmt.Errorf("%s: other programs go on changing it. Nothing was written. Try again when they are done", a.flags.config))
}

// set sets the service in the file, and notes what that changes.
func (a *app) set(c *configuration, doc *generateDoc) error {
	if err := c.file.Set(a.flags.service, c.service); err != nil {
		return fileError(err)
	}
	doc.Changed, doc.Diff = c.file.Changed(), []diffLine{}
	for _, l := range c.file.Diff(3) {
		doc.Diff = append(doc.Diff, diffLine{string(l.Op), l.Text})
	}
	return nil
}

func (a *app) save(ctx context.Context, c configuration) error {
	if c.put && a.flags.demo != "" {
		if err := run.DemoMayPut(ctx, c.file, a.flags.service); err != nil {
			return err
		}
	}
	if c.put {
		return fileError(c.file.SaveWithSecret(ctx, c.service, c.secret))
	}
	return fileError(c.file.Save())
}
