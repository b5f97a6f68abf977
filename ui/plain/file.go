package plain

import (
	"errors"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/ui/say"
)

// preview reads out the file as it will be, and writes it.
func (t *talk) preview() error {
	t.header()
	t.at = 0
	if err := t.settle(); err != nil {
		return err
	}
	t.readPreview()
	for {
		a, err := t.ask(question{
			prompt: "Write the file, yes or no", readOut: t.readPreview, words: []word{wordSkip, wordFix},
		})
		yes, ok := yesOrNo(a.text)
		open := t.state.Open()
		switch {
		case err != nil:
			return err
		case a.word == wordFix:
			if err := t.mendFile(); err != nil {
				return err
			}
		case a.word == wordSkip, ok && !yes:
			t.out.say("Nothing was written. Type back to change something, or quit: everything is kept.")
		case !ok && a.text != "":
			t.out.say("Please answer yes or no.")
		case !finding.HasError(open):
			return t.write()
		case t.moveToFirst(open):
			return errMoved
		default:
			return errBack
		}
	}
}

// mendFile takes the first mend that is offered around the file.
func (t *talk) mendFile() error {
	mend := t.state.File().Mend()
	if mend == nil {
		t.out.say("There is nothing to fix here.")
		return nil
	}
	t.apply(steps.Mend{Mend: *mend})
	if err := t.settle(); err != nil {
		return err
	}
	t.readPreview()
	return nil
}

func (t *talk) write() error {
	t.apply(steps.Save{})
	if err := t.settle(); err != nil {
		return err
	}
	if f := t.state.File().NotSaved; f != nil {
		t.finding(*f)
		// The file is looked at anew: somebody may have changed it.
		t.apply(steps.Back{})
		t.apply(steps.Next{})
	}
	return nil
}

func (t *talk) readPreview() {
	t.out.gap()
	path := t.state.Get("connector.file")
	found := t.state.Open()
	t.findings(found)
	if finding.HasError(found) {
		t.out.say("Enter goes to where the first of them is mended.")
		return
	}
	prepared := t.state.File().Prepared
	switch {
	case prepared == nil:
		return
	case prepared.New:
		t.out.say(say.NewFile(t.state, path))
	case !prepared.Changed:
		t.out.say(path + " says all of this already. Nothing has to be written.")
	default:
		t.out.say("This is what changes in " + path + ". Everything else in it stays as it is, byte by byte:")
	}
	t.diff(*prepared)
	switch text, lost := t.state.Unproved(); {
	case lost:
		t.out.say("Warning: " + text)
	case text != "":
		t.out.say(text)
	}
	t.out.say("Enter writes it.")
}

// diff reads out the difference: a new file as it is, changes by a word in
// front of each line.
func (t *talk) diff(p steps.Prepared) {
	leads := map[byte]string{'+': "Add: ", '-': "Remove: ", ' ': "Keep: "}
	for _, l := range p.Diff {
		lead := leads[l.Op]
		if p.New {
			lead = ""
		}
		t.out.say(lead + l.Text)
	}
}

// done says where everything is, what was proved, and what remains.
func (t *talk) done() error {
	t.out.gap()
	t.out.say("Written: " + t.state.File().Path)
	for _, part := range t.state.Summary() {
		t.out.gap()
		t.out.say(part.Title + ":")
		for _, l := range part.Lines {
			t.out.say(l)
		}
	}
	return errDone
}

// goodbye says, when the wizard ends before the file is written, what is kept.
func (t *talk) goodbye(err error) {
	if t.state.File().Saved {
		return
	}
	t.out.gap()
	if errors.Is(err, errEnded) {
		t.out.say("The input has ended, and the configuration file was not written.")
	}
	kept := t.state.DraftKept()
	if !kept.OK {
		t.out.say("What you entered could not be kept.")
		return
	}
	t.out.say(say.Kept(kept) + ". Go on with:")
	t.out.whole(t.config.Again)
}
