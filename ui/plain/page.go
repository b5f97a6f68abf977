package plain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/ui/say"
)

func (t *talk) welcome() {
	t.out.say("pinsetup: connect Pinterest's API, step by step.")
	t.out.say("Answer each question with Enter behind it. Enter alone keeps what is there already.")
	t.out.say("Type help to hear the words that work at every question: back, why, steps, quit and others.")
	if t.state.Options().Demo {
		t.out.say("This is the demo: a simulated Pinterest on this computer answers, and nothing leaves the machine. Most answers are there already.")
	}
	if t.state.Resumed() {
		t.out.say("Welcome back: this is where you stopped. Type restart to begin again from nothing.")
	}
}

// header says where the conversation is, and what the page is for. The
// instructions are read out once.
func (t *talk) header() {
	guide, page := t.state.Guide()
	t.out.gap()
	place := sentence(guide.Title)
	for i, item := range t.state.Rail() {
		if item.Step == guide.Step {
			place = fmt.Sprintf("Step %d of %d: %s", i+1, len(t.state.Rail()), place)
		}
	}
	if at, of := t.state.Position(); at > 0 && of > 1 {
		place += fmt.Sprintf(" Page %d of %d: %s.", at, of, page.Title)
	}
	t.out.say(place)
	if t.read[page.ID] {
		return
	}
	t.read[page.ID] = true
	t.out.say(page.Intro)
	t.instructions(page)
	switch page.ID {
	case "oauth.register":
		t.copies()
	case "review.packet":
		t.out.say("This is the packet as it stands:")
		for line := range strings.Lines(t.state.PacketText()) {
			t.out.say(strings.TrimSpace(line))
		}
	}
}

func (t *talk) instructions(page assets.GuidePage) {
	n := 0
	for _, l := range page.Lines {
		if l.Kind != "do" {
			continue
		}
		n++
		l.Evidence = finding.Own // who asks why is told what it rests on
		t.guideLine(fmt.Sprintf("To do, %d: ", n), l)
	}
}

// guideLine reads out one statement, and where it is documented.
func (t *talk) guideLine(lead string, l assets.GuideLine) {
	t.out.say(lead + l.Text + say.Evidence(l.Evidence, l.Source))
	if l.Link != "" {
		t.out.whole(l.Link)
	}
}

// why reads out everything that the guide has for the page.
func (t *talk) why() {
	guide, page := t.state.Guide()
	t.out.gap()
	t.out.say(guide.Title + ". " + guide.Summary)
	leads := map[string]string{"do": "To do: ", "why": "Why: ", "trap": "A known trap: ", "note": "Note: "}
	t.out.say(say.EvidenceLegend)
	for _, l := range slices.Concat(page.Lines, page.Marked()) {
		t.guideLine(leads[l.Kind], l)
	}
	t.out.gap()
}

// goOn leaves the page forward. It reports whether that worked; otherwise it
// has said so, and t.at is the question that is in the way.
func (t *talk) goOn() (bool, error) {
	before := t.state.Page()
	t.apply(steps.Next{})
	if err := t.settle(); err != nil {
		return false, err
	}
	if t.state.Page().ID != before.ID {
		t.leaving(before)
		t.at = 0
		return true, nil
	}
	t.out.gap()
	t.out.say("This page is not finished yet.")
	t.at = max(0, slices.IndexFunc(t.state.Fields(), func(f steps.Field) bool {
		return finding.HasError(t.judged(f))
	}))
	return false, nil
}

// leaving says what came of a page that was left forward.
func (t *talk) leaving(p steps.Page) {
	switch p.ID {
	case "start.way":
		if t.state.Get("start.way") != "existing" {
			return
		}
		if filled, notTaken := t.state.ReadBefore(); len(notTaken) > 0 {
			t.findings(notTaken)
		} else if filled {
			t.out.say("What " + t.state.Get("connector.file") + " says is filled in.")
		} else {
			t.out.say(t.state.Get("connector.file") + " has nothing to fill in: please answer yourself.")
		}
	case "review.packet":
		if packet := t.state.Packet(); packet.Path != "" {
			t.out.say("The review packet is in " + packet.Path)
		}
	case "app.sheet", "app.use", "oauth.connector":
		if slices.ContainsFunc(p.Fields, func(f steps.Field) bool { return f.Copy && t.state.Carried(f.Key) != "" }) {
			t.values(p)
		}
	}
}

// values reads out what of a page goes into the portal, each alone on its line.
func (t *talk) values(p steps.Page) {
	t.out.gap()
	t.out.say("To copy into the portal:")
	for _, f := range p.Fields {
		if value := t.state.Carried(f.Key); f.Copy && value != "" {
			t.out.say(t.state.Label(f.Key) + ":")
			t.out.say(value)
		}
	}
}
