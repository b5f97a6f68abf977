package wizard

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/steps"
)

// pasted are texts as they come out of a clipboard.
var pasted = []string{
	"", "x", " ", "1534758", "http://localhost:8085/?code=abc123&state=no", "api.acme.com", "https://acme.example//cb",
	"read_public, write_public", "line\nline\r\nline", "\x1b[31mred\x1b]8;;http://x\x07", "ünï\u202ecode", "日本語のアカウント", "👩‍👩‍👧‍👦🇦🇹",
	"שלום עולם", "a\u0301\u0302\u0303", "\x00\x07\t\u200b\ufeff", strings.Repeat("日本語", 40), strings.Repeat("long ", 400), strings.Repeat("x", 3000),
}

// hands are a person who presses anything, and the world that answers.
type hands struct {
	*desk
	t *rapid.T
	// answered is how many of the effects the world has answered.
	answered int
	revealed bool
}

// keyNames are the wizard's keys by every name that they have, but for those that
// run a program or end this one.
func (h *hands) keyNames() []string {
	var names []string
	keys := reflect.ValueOf(h.m.keyMap)
	for i := range keys.NumField() {
		names = append(names, keys.Field(i).MethodByName("Keys").Call(nil)[0].Interface().([]string)...)
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "ctrl+z" || name == "ctrl+c" })
}

// anyKey presses one of the wizard's keys, or types.
func (h *hands) anyKey() {
	h.anyOf(append(h.keyNames(), "enter", "enter", "tab", "down", "space", "a", "/", "backspace", "home", "alt+1", "alt+4", "alt+9", "delete",
		"end", "日", "ctrl+u", "ctrl+a", "ctrl+e", "ctrl+w"))
}

// anyKeyThatTypesNothing presses one of the wizard's keys that are no characters,
// and delete none in a field.
func (h *hands) anyKeyThatTypesNothing() {
	h.anyOf(slices.DeleteFunc(h.keyNames(), func(name string) bool {
		return len(name) == 1 || slices.Contains([]string{"space", "ctrl+d", "ctrl+k"}, name)
	}))
}

func (h *hands) anyOf(names []string) {
	name := rapid.SampledFrom(names).Draw(h.t, "key")
	h.revealed = h.revealed || name == h.m.keyMap.Reveal.Keys()[0]
	h.press(name)
}

func (h *hands) anyMouse() {
	at := tea.Mouse{
		X: rapid.IntRange(0, max(h.m.window.Width-1, 0)).Draw(h.t, "x"), Y: rapid.IntRange(0, max(h.m.window.Height-1, 0)).Draw(h.t, "y"),
		Button: rapid.SampledFrom([]tea.MouseButton{tea.MouseLeft, tea.MouseLeft, tea.MouseWheelUp, tea.MouseWheelDown, tea.MouseRight}).Draw(h.t, "button"),
	}
	if at.Button == tea.MouseWheelUp || at.Button == tea.MouseWheelDown {
		h.send(tea.MouseWheelMsg(at))
		return
	}
	if onMouse := h.m.View().OnMouse; onMouse != nil {
		if cmd := onMouse(tea.MouseClickMsg(at)); cmd != nil {
			msg := cmd()
			if button, ok := msg.(hitMsg).msg.(pressMsg); ok {
				h.revealed = h.revealed || button.key.Keys()[0] == h.m.keyMap.Reveal.Keys()[0]
			}
			h.send(msg)
		}
	}
	h.send(tea.MouseClickMsg(at))
}

// answer lets the world answer what the wizard asked for, well or badly, or
// not yet.
func (h *hands) answer() {
	for ; h.answered < len(h.wanted); h.answered++ {
		bad := finding.Finding{}
		fails := rapid.IntRange(0, 3).Draw(h.t, "fails") == 0
		if fails {
			bad = assets.Finding("wizard.file-changed")
		}
		switch e := h.wanted[h.answered].(type) {
		case steps.FlyTest:
			h.happens(steps.TestStarted{Flight: e.Flight, AuthorizeURL: authorizeURL}, steps.TestProgressed{Flight: e.Flight, Progress: auth.Progress{Stage: auth.Waiting}})
			switch rapid.IntRange(0, 3).Draw(h.t, "test") {
			case 0:
				h.happens(steps.StillWaiting{Flight: e.Flight})
			case 1:
				h.happens(steps.Tested{Flight: e.Flight, Result: passed()})
			case 2:
				h.happens(steps.Tested{Flight: e.Flight, Result: failed(assets.Finding("exchange.redirect-differs"))})
			}
		case steps.OfferPaste:
			h.happens(steps.PasteRefused{Flight: e.Flight, Findings: auth.Explain("code 29")})
		case steps.PrepareFile:
			h.happens(rapid.SampledFrom([]steps.Event{prepared(), changed(), steps.Prepared{}}).Draw(h.t, "file"))
		case steps.WriteFile:
			if fails {
				h.happens(steps.NotSaved{Finding: bad})
			} else {
				h.happens(steps.Saved{Path: e.Plan.Path})
			}
		case steps.WritePacket:
			if fails {
				h.happens(steps.PacketWritten{Finding: &bad})
			} else {
				h.happens(steps.PacketWritten{Path: e.Path})
			}
		case steps.ReadConfig:
			h.happens(steps.ConfigRead{Found: fails})
		case steps.SaveDraft:
			h.happens(steps.DraftSaved{OK: !fails})
		}
	}
}

// look checks what holds of every screen.
func (h *hands) look() {
	v := h.m.View()
	rows := strings.Split(v.Content, "\n")
	again := h.m.View()
	for y, row := range strings.Split(again.Content, "\n") {
		if row != rows[y] {
			h.t.Fatalf("drawn twice, row %d is %q and then %q", y, ansi.Strip(rows[y]), ansi.Strip(row))
		}
	}
	if !reflect.DeepEqual(again.Cursor, v.Cursor) {
		h.t.Fatalf("drawn twice, the cursor is at %+v and then at %+v", v.Cursor, again.Cursor)
	}
	if len(rows) > max(h.m.window.Height, 1) {
		h.t.Fatalf("%d rows in a window of %d", len(rows), h.m.window.Height)
	}
	for y, row := range rows {
		if w := ansi.StringWidth(row); w > h.m.window.Width {
			h.t.Fatalf("%dx%d, row %d is %d wide: %q", h.m.window.Width, h.m.window.Height, y, w, ansi.Strip(row))
		}
	}
	plain := ansi.Strip(v.Content)
	if i := strings.IndexFunc(plain, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || r == '\u202e') }); i >= 0 {
		h.t.Fatalf("a control character reaches the terminal: %q", plain[max(i-20, 0):min(i+20, len(plain))])
	}
	if !h.revealed && strings.Contains(plain, secret[:8]) {
		h.t.Fatal("the secret is on the screen, and nobody asked for it")
	}
	if c := v.Cursor; c != nil && (c.X < 0 || c.Y < 0 || c.X >= h.m.window.Width || c.Y >= h.m.window.Height) {
		h.t.Fatalf("the cursor is at %d,%d in a window of %dx%d", c.X, c.Y, h.m.window.Width, h.m.window.Height)
	}
}

func TestWhateverIsPressedTheScreenIsWhole(t *testing.T) {
	t.Parallel()
	all := scenes()
	rapid.Check(t, func(r *rapid.T) {
		s := rapid.SampledFrom(all).Draw(r, "scene")
		size := rapid.SampledFrom(sizes).Draw(r, "size")
		h := &hands{desk: s.open(t, size.columns, size.rows), t: r}
		h.answered = len(h.wanted)
		for range rapid.IntRange(1, 40).Draw(r, "steps") {
			switch rapid.IntRange(0, 9).Draw(r, "what") {
			case 0:
				h.send(tea.PasteMsg{Content: rapid.SampledFrom(pasted).Draw(r, "paste")})
			case 1:
				h.anyMouse()
			case 2:
				h.resize(rapid.IntRange(1, 220).Draw(r, "columns"), rapid.IntRange(1, 70).Draw(r, "rows"))
			case 3:
				h.answer()
			default:
				h.anyKey()
			}
			h.look()
		}
	})
}

func TestTheSecretStaysWhateverIsOpenedClosedOrLeft(t *testing.T) {
	t.Parallel()
	begin := walk(t, "existing", "credentials.keys")
	rapid.Check(t, func(r *rapid.T) {
		h := &hands{desk: sit(t, begin, 80, 24), t: r}
		h.press("tab", "ctrl+u")
		h.answered = len(h.wanted)
		if rapid.Bool().Draw(r, "typed") {
			h.press(secret)
		} else {
			h.send(tea.PasteMsg{Content: secret})
		}
		for range rapid.IntRange(1, 40).Draw(r, "steps") {
			switch rapid.IntRange(0, 9).Draw(r, "what") {
			case 0:
				h.anyMouse()
			case 1:
				h.resize(rapid.IntRange(1, 220).Draw(r, "columns"), rapid.IntRange(1, 70).Draw(r, "rows"))
			case 2:
				h.answer()
			default:
				h.anyKeyThatTypesNothing()
			}
			if got := h.m.state.Secret().Reveal(); got != secret {
				r.Fatalf("of the secret, %d characters are left", len(got))
			}
		}
	})
}

func TestWhatNobodySeesIsNotDone(t *testing.T) {
	d := sit(t, walk(t, "nothing", "app.sheet"), minWidth, minHeight-1)
	before := d.m.state
	d.press("enter", "x", "pgup", "esc", "ctrl+s")
	d.send(tea.PasteMsg{Content: "pasted"})
	d.resize(80, 24)
	if !reflect.DeepEqual(d.m.state, before) || d.m.over != nil {
		t.Errorf("keys that were pressed in a window that is too small did something:\n%s", d.display().Screen())
	}
	d.resize(minWidth-1, minHeight)
	if d.send(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl}); !d.m.exiting {
		t.Error("Ctrl-C doesn't quit in a window that is too small")
	}
}
