package run

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/store"
)

func (r *Runner) saveDraft(s steps.State) {
	if s.File().Saving() && r.written && !s.Waits() {
		// Somebody quit while the file was being written: it is done all the same.
		r.forgetDraft()
		return
	}
	data, err := s.Draft()
	if err == nil {
		err = r.config.Drafts.Save(store.Draft{ID: r.config.DraftID, SavedAt: time.Now(), Data: data})
	}
	if err != nil {
		r.config.Log.Warn("the draft was not saved", "error", err)
	}
	r.send(steps.DraftSaved{OK: err == nil, SecretKept: r.keepSecret(s)})
}

// keepSecret keeps the draft's secret in the keyring, once it is typed to its
// end, and reports whether the keyring has it.
func (r *Runner) keepSecret(s steps.State) bool {
	if r.config.Keyring == nil || r.noRing {
		return false
	}
	if !r.keptKnown {
		r.keptKnown = true
		if s.Resumed() {
			r.kept = s.Options().Secret // Resume got it from the keyring
		}
	}
	switch {
	case r.kept.Equal(s.Secret()):
		return !s.Secret().IsZero()
	case !s.SecretEntered():
		return false
	}
	if err := r.put(s.Secret()); err != nil {
		r.config.Log.Info("the secret is kept nowhere", "reason", err)
		r.noRing = true
		return false
	}
	r.kept = s.Secret()
	return !r.kept.IsZero()
}

// put keeps the draft's secret in the keyring; without one, none.
func (r *Runner) put(secret safe.Secret) error {
	if secret.IsZero() {
		return r.config.Keyring.Delete(SecretName(r.config.DraftID))
	}
	return r.config.Keyring.Set(SecretName(r.config.DraftID), secret)
}

// SecretName is the name under which the keyring has a draft's secret.
func SecretName(draftID string) string { return "draft/" + draftID }

func (r *Runner) forgetDraft() {
	if err := r.config.Drafts.Delete(r.config.DraftID); err != nil {
		r.config.Log.Warn("the draft was not deleted", "error", err)
	}
	// Asked even where this run kept nothing: an earlier one may have.
	if r.config.Keyring != nil && !r.noRing {
		if err := r.config.Keyring.Delete(SecretName(r.config.DraftID)); err != nil {
			r.config.Log.Warn("the draft's secret was not deleted", "error", err)
			r.noRing = true
		}
		r.kept = safe.Secret{}
	}
}

// Resume returns the state of the draft, or a new one where there is none. A
// draft that is of no use is set aside.
func Resume(c Config, o steps.Options) steps.State {
	draft, ok, err := c.Drafts.Load(c.DraftID)
	if err != nil || !ok {
		c.aside(err)
		return steps.New(o)
	}
	if o.Secret.IsZero() && c.Keyring != nil {
		if secret, found, err := c.Keyring.Get(SecretName(c.DraftID)); err == nil && found {
			o.Secret = secret
		}
	}
	s, err := steps.Resume(o, draft.Data)
	if err != nil {
		c.aside(c.Drafts.SetAside(c.DraftID, err))
		return steps.New(o)
	}
	return s
}

// aside says that the wizard starts anew, and where the draft is.
func (c Config) aside(err error) {
	if err == nil {
		return
	}
	if c.Log != nil {
		c.Log.Warn("the draft is set aside", "error", err)
	}
	if c.Notice != nil {
		c.Notice(safe.Clean(err.Error(), 600))
	}
}

func (r *Runner) readConfig(e steps.ReadConfig) {
	file, err := store.Open(e.Path) // no pipe: Exit would wait for it
	if err == nil && !file.Exists() {
		r.send(steps.ConfigRead{})
		return
	}
	var service store.Service
	if err == nil {
		service, err = file.Service(e.Service)
	}
	if err != nil {
		r.notTaken(fileFinding(err))
		return
	}
	switch {
	case r.config.Demo != nil && !MayBeDemos(service):
		r.notTaken(NotTheDemos(e.Path, e.Service).Finding())
		return
	case r.config.Demo == nil && !e.Simulated && Simulated(service):
		r.notTaken(OfTheDemo(e.Path, e.Service))
		return
	}
	secret, err := service.Secret(r.ctx)
	if err != nil {
		r.config.Log.Info("the secret of the file can't be had", "reason", err)
	}
	r.send(steps.ConfigRead{Found: true, Service: service, Secret: secret})
}

// notTaken says why nothing of a file is taken over. It is no error yet: the
// file is looked at again before it is written.
func (r *Runner) notTaken(f finding.Finding) {
	f.Severity = min(f.Severity, finding.Warning)
	r.send(steps.ConfigRead{Findings: []finding.Finding{f}})
}

// diffContext is how many unchanged lines stand around a change.
const diffContext = 3

func (r *Runner) prepare(plan steps.Plan, also ...finding.Finding) {
	r.prepared = nil
	file, err := store.Open(plan.Path)
	if err == nil {
		err = r.set(file, plan)
	}
	if err == nil && r.config.Demo != nil {
		err = DemoMayPut(r.ctx, file, plan.Service)
	}
	if err != nil {
		r.send(steps.Prepared{Findings: append(also, fileFinding(err))})
		return
	}
	r.prepared = file
	also = append(also, file.NoFolder(plan.Service)...)
	if r.config.Demo == nil { // the simulated Pinterest's secrets need no care
		also = append(also, file.Surroundings(r.ctx, plan.Service)...)
	}
	diff := file.Diff(diffContext)
	for i := range diff { // a comment of the file can hold what moves a cursor
		diff[i].Text = safe.CleanLines(diff[i].Text, 0)
	}
	service, _ := file.Service(plan.Service)
	r.send(steps.Prepared{
		New: !file.Exists(), Changed: file.Changed(),
		KeepsProof:  plan.Config.Verification == nil && service.Verification != nil,
		RedirectURI: safe.Clean(service.RedirectURI, 2000),
		Diff:        diff, Findings: also,
	})
}

// set makes the change of the plan, with what stays of the service that the
// file has.
func (r *Runner) set(file *store.File, plan steps.Plan) error {
	old, err := file.Service(plan.Service)
	switch {
	case errors.Is(err, store.ErrNoService):
		return file.Set(plan.Service, plan.Config)
	case err != nil: // a value of a wrong type, which Set replaces
	case r.config.Demo != nil && !MayBeDemos(old):
		return NotTheDemos(plan.Path, plan.Service)
	case r.config.Demo == nil && Simulated(old): // nothing of it is worth keeping
	default:
		plan.Config = r.keep(old, plan)
	}
	return file.Set(plan.Service, plan.Config)
}

func (r *Runner) keep(old store.Service, plan steps.Plan) store.Service {
	c, to := plan.Config, plan.Config.Endpoints()
	c.AuthorizeURL, c.TokenURL, c.APIURL = old.AuthorizeURL, old.TokenURL, old.APIURL
	c = c.WithEndpoints(to)
	c.RedirectURI = cmp.Or(c.RedirectURI, old.RedirectURI)
	if plan.KeepApp {
		c.App = old.App
	}
	if plan.Untested && c.StillProved(r.ctx, old, plan.Secret) {
		c.Verification = old.Verification
	}
	return c
}

// mend carries out a mend around the file, and looks again.
func (r *Runner) mend(e steps.MendFile) {
	var failed []finding.Finding
	if r.prepared != nil {
		if err := r.prepared.Mend(e.Mend); err != nil {
			f := fileFinding(err)
			f.Severity = finding.Warning // the file can be written all the same
			failed = append(failed, f)
		}
	}
	r.prepare(e.Plan, failed...)
}

func (r *Runner) write(plan steps.Plan) {
	r.written = false
	if r.prepared == nil {
		r.send(steps.NotSaved{Finding: assets.Finding("wizard.not-prepared")})
		return
	}
	ctx, cancel := context.WithTimeout(r.ctx, 10*time.Second)
	defer cancel()
	if err := r.prepared.SaveWithSecret(ctx, plan.Config, plan.Secret); err != nil {
		r.send(steps.NotSaved{Finding: fileFinding(err)})
		return
	}
	r.written = true
	r.send(steps.Saved{Path: absolute(plan.Path), Backup: r.prepared.Backup()})
}

// lookAtFolder says where the folder of a file to come isn't there. Who made it
// meanwhile comes to no harm by the warning, and it is looked at anew with the page.
func (r *Runner) lookAtFolder(e steps.LookAtFolder) {
	var found []finding.Finding
	if f := store.NoFolder(e.Path); f != nil {
		f.Field, f.Mend = e.Key, nil // it is offered where the file is shown
		found = append(found, *f)
	}
	r.send(steps.Looked{Key: e.Key, Value: e.Path, Findings: found})
}

func (r *Runner) writePacket(e steps.WritePacket) {
	if err := store.WriteText(e.Path, []byte(e.Markdown)); err != nil {
		why := err.Error()
		if known, ok := errors.AsType[*store.SaveError](err); ok {
			why = known.What
		}
		f := assets.Finding("packet.not-written", "why", safe.Clean(safe.Redact(why), 400))
		r.send(steps.PacketWritten{Path: e.Path, Finding: &f})
		return
	}
	r.send(steps.PacketWritten{Path: absolute(e.Path)})
}

// absolute is where a file is, whatever folder the next command starts in.
func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// A finder is an error that is known as a finding.
type finder interface {
	error
	Finding() finding.Finding
}

// fileFinding says an error of the store as a finding.
func fileFinding(err error) finding.Finding {
	if errors.Is(err, store.ErrChanged) {
		return assets.Finding("wizard.file-changed")
	}
	if known, ok := errors.AsType[finder](err); ok {
		return known.Finding()
	}
	f := assets.Finding("wizard.file")
	f.Detail = safe.Clean(safe.Redact(err.Error()), 400)
	return f
}
