package steps

import "cmp"

// Pinterest shows no secret before it has approved the app, so a file may be
// written before all is done. The draft is then kept: the next start goes on at
// what is missing.

// Waits reports whether the secret or the live test is still to come, and no
// earlier test is left to say what it would. Who has an app is not waited for:
// the file has all of that.
func (s State) Waits() bool {
	return fromNothing(s) && !tested(s) && !s.file.KeepsProof()
}

// Done reports whether nothing is left to come back for: a file was written that
// holds what is entered now, and it waits for nothing.
func (s State) Done() bool { return s.Finished() && !s.written.Waits() }

// keepOrForget returns what becomes of the draft when the wizard ends, or is done.
func (s State) keepOrForget() Effect {
	if s.Done() {
		return ForgetDraft{} // looking back has made one
	}
	return SaveDraft{}
}

// comesBack returns the page at which the draft goes on.
func (s State) comesBack() string {
	switch {
	case s.Page().Kind != Done:
		return s.page
	case s.secret.IsZero():
		return keysPage
	}
	return testPage
}

// comeBackWith returns the command that goes on with the draft: it is known by the
// file and the service that this run was started with.
func (s State) comeBackWith() string {
	begun := New(s.options)
	return s.program() + s.flags(begun.Get(keyFile), begun.Get(keyService))
}

func (s State) program() string { return cmp.Or(s.options.Program, "pinsetup") }
