package wizard

import (
	"cmp"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
)

// input is a line that is typed: a text, or the secret.
type input struct {
	field steps.Field
	text  textinput.Model
}

func newInput(m *model, f steps.Field) *input {
	t := textinput.New()
	t.Prompt = ""
	t.SetVirtualCursor(false)
	t.SetStyles(m.theme.input())
	t.Placeholder = example(m.state.Text(f.Key).Example)
	if f.Kind == steps.Secret {
		t.EchoMode, t.EchoCharacter, t.Placeholder = textinput.EchoPassword, '•', ""
	}
	return &input{field: f, text: t}
}

// example marks what stands in an empty field, which colour alone doesn't.
func example(text string) string {
	if text == "" {
		return ""
	}
	return "e.g. " + text
}

func (w *input) value(s steps.State) string {
	if w.field.Kind == steps.Secret {
		return s.Secret().Reveal()
	}
	return s.Get(w.field.Key)
}

func (w *input) sync(s steps.State) {
	if v := w.value(s); v != w.text.Value() {
		w.text.SetValue(v)
		w.text.CursorEnd()
	}
}

func (w *input) focus(on bool) {
	if on {
		w.text.Focus()
	} else {
		w.text.Blur()
	}
}

func (w *input) typing() bool { return w.text.Value() != "" }

func (w *input) update(m *model, msg tea.Msg) ([]steps.Event, tea.Cmd) {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case arrow(m, press) != 0:
			return m.formMove(arrow(m, press)), nil
		case w.field.Kind == steps.Secret && key.Matches(press, m.keyMap.Reveal):
			w.reveal()
			return nil, nil
		}
	}
	wrapped := ""
	if paste, ok := msg.(tea.PasteMsg); ok {
		wrapped = w.withLines(paste.Content)
		msg = tea.PasteMsg{Content: strings.Join(strings.Fields(paste.Content), " ")}
	}
	before := w.text.Value()
	var cmd tea.Cmd
	w.text, cmd = w.text.Update(msg)
	if after := w.text.Value(); after != before {
		return []steps.Event{w.event(cmp.Or(wrapped, after))}, cmd
	}
	return nil, cmd
}

// withLines returns the answer with several pasted lines in it as they came: the
// rules know which of them are one that was wrapped. For a single line it
// returns "".
func (w *input) withLines(paste string) string {
	paste = strings.TrimSpace(paste)
	if !strings.ContainsAny(paste, "\r\n\u2028\u2029") {
		return ""
	}
	runes, at := []rune(w.text.Value()), w.text.Position()
	return string(runes[:at]) + paste + string(runes[at:])
}

func (w *input) event(value string) steps.Event {
	if w.field.Kind == steps.Secret {
		return steps.InputSecret{Value: safe.Hold(value)}
	}
	return steps.Input{Key: w.field.Key, Value: value}
}

func (w *input) reveal() {
	if w.text.EchoMode == textinput.EchoPassword {
		w.text.EchoMode = textinput.EchoNormal
	} else {
		w.text.EchoMode = textinput.EchoPassword
	}
}

func (w *input) draw(m *model, c *canvas, focused bool) {
	m.textLine(c, &w.text, focused)
}

// textLine draws a text that is typed, as much of it as fits around the cursor,
// with a sign at each end that goes on.
func (m *model) textLine(c *canvas, text *textinput.Model, focused bool) {
	width := c.width - textMargin
	whole := text.Value()
	if text.EchoMode == textinput.EchoPassword {
		whole = strings.Repeat(string(text.EchoCharacter), len([]rune(whole)))
	}
	bar, before, after := m.theme.Rule, " ", ""
	shown := text.View()
	switch plain := strings.TrimRight(ansi.Strip(shown), " "); {
	case whole == "": // in the theme as it is now
		shown = m.theme.Faint.Render(cut(text.Placeholder, width))
	case !focused:
		shown = cut(whole, width)
	default:
		if !strings.HasPrefix(whole, plain) {
			before = m.theme.Faint.Render("…")
		}
		if !strings.HasSuffix(strings.TrimRight(whole, " "), plain) {
			after = m.theme.Faint.Render("…")
		}
		// Of a masked text the input measures what is behind the bullets.
		if ansi.StringWidth(shown+after) > width+1 {
			shown, after = cut(shown, width+1), ""
		}
	}
	if focused {
		bar = m.theme.Accent
		c.at(text.Cursor(), 2)
	}
	c.add(bar.Render(signBar) + before + shown + after)
}

// textMargin is what stands beside a text: the bar, the signs at its ends, and
// the cell of the cursor behind it.
const textMargin = 4

// fitTo gives a text the width that it has in a body of this one, and shows the
// cursor's part in it: from the end, as the text input itself looks for a new
// part only where the cursor has left the old one.
func fitTo(text *textinput.Model, width int) {
	if width -= textMargin; text.Width() == width {
		return
	}
	at := text.Position()
	text.SetWidth(width)
	text.CursorEnd()
	text.SetCursor(at)
}

func (w *input) resize(width int) { fitTo(&w.text, width) }

func (w *input) keys(m *model) []key.Binding {
	if w.field.Kind != steps.Secret {
		return nil
	}
	if w.text.EchoMode == textinput.EchoNormal {
		return []key.Binding{as(m.keyMap.Reveal, "hide the secret")}
	}
	return []key.Binding{m.keyMap.Reveal}
}

// area is a text of many lines: a list that is pasted.
type area struct {
	field steps.Field
	text  textarea.Model
}

// areaHeight is how many lines of it are shown.
const areaHeight = 4

func newArea(m *model, f steps.Field) *area {
	t := textarea.New()
	t.Prompt, t.ShowLineNumbers = "", false
	t.SetWidth(minWidth) // takes the prompt's room back
	t.SetVirtualCursor(false)
	t.SetHeight(areaHeight)
	styles := t.Styles()
	styles.Focused.CursorLine, styles.Focused.Base = m.theme.Text, m.theme.Text
	styles.Focused.Placeholder, styles.Blurred.Placeholder = m.theme.Faint, m.theme.Faint
	t.SetStyles(styles)
	return &area{field: f, text: t}
}

func (w *area) sync(s steps.State) {
	if v := s.Get(w.field.Key); v != w.text.Value() {
		w.text.SetValue(v)
	}
}

func (w *area) focus(on bool) {
	if on {
		w.text.Focus()
	} else {
		w.text.Blur()
	}
}

func (w *area) typing() bool { return w.text.Value() != "" }

// open reports whether the line with the cursor holds something: Enter starts
// a new one then; on an empty line it goes on.
func (w *area) open() bool {
	lines := strings.Split(w.text.Value(), "\n")
	i := w.text.Line()
	return i < len(lines) && strings.TrimSpace(lines[i]) != ""
}

func (w *area) update(m *model, msg tea.Msg) ([]steps.Event, tea.Cmd) {
	before := w.text.Value()
	var cmd tea.Cmd
	w.text, cmd = w.text.Update(msg)
	if after := w.text.Value(); after != before {
		return []steps.Event{steps.Input{Key: w.field.Key, Value: after}}, cmd
	}
	return nil, cmd
}

func (w *area) resize(width int) {
	if width -= textMargin; w.text.Width() != width {
		w.text.SetWidth(width)
		w.text, _ = w.text.Update(nil) // scrolls to the cursor in the new width
	}
}

func (w *area) draw(m *model, c *canvas, focused bool) {
	bar := m.theme.Rule.Render(signBar) + " "
	if focused {
		bar = m.theme.Accent.Render(signBar) + " "
		c.at(w.text.Cursor(), 2)
	}
	lines := strings.Split(w.text.View(), "\n")
	if w.text.Value() == "" {
		for i, text := range strings.Split(example(m.state.Text(w.field.Key).Example), "\n") {
			lines[i] = m.theme.Faint.Render(cut(strings.Repeat(" ", min(i, 1)*len("e.g. "))+text, c.width-textMargin))
		}
	}
	for _, line := range lines {
		c.add(bar + line)
	}
}

func (w *area) keys(m *model) []key.Binding { return nil }
