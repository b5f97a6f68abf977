package wizard

import "charm.land/bubbles/v2/key"

// keyMap is every key of the wizard, in one place. They mean the same on
// every screen; a screen shows those that do something there.
type keyMap struct {
	Next, Back, NextField, PrevField key.Binding
	Up, Down, Left, Right, Toggle    key.Binding
	PageUp, PageDown                 key.Binding
	Help, Why, Steps, Quit           key.Binding
	Open, Copy, Print                key.Binding
	Mend, Reveal                     key.Binding
	Deny, Browser, Again, Skip       key.Binding
	StartOver, Visit, Suspend        key.Binding
	Search                           key.Binding
}

func bind(help, does string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, does))
}

func newKeyMap() keyMap {
	return keyMap{
		Next:      bind("enter", "next", "enter"),
		Back:      bind("esc", "back", "esc"),
		NextField: bind("tab", "next field", "tab"),
		PrevField: bind("shift+tab", "field before", "shift+tab"),
		Up:        bind("↑", "up", "up"),
		Down:      bind("↓", "down", "down"),
		Left:      bind("←", "view before", "left"),
		Right:     bind("→", "next view", "right"),
		Toggle:    bind("space", "choose", "space"),
		PageUp:    bind("pgup", "scroll up", "pgup"),
		PageDown:  bind("pgdn", "scroll down", "pgdown"),
		Help:      bind("?", "all keys", "?", "f1"),
		Why:       bind("ctrl+g", "why?", "ctrl+g"),
		Steps:     bind("ctrl+s", "steps", "ctrl+s"),
		Quit:      bind("ctrl+c", "quit", "ctrl+c"),
		Open:      bind("ctrl+o", "open the page", "ctrl+o"),
		Copy:      bind("ctrl+y", "copy", "ctrl+y"),
		Print:     bind("ctrl+p", "print unwrapped", "ctrl+p"),
		Mend:      bind("ctrl+f", "mend", "ctrl+f"),
		Reveal:    bind("ctrl+t", "show the secret", "ctrl+t"),
		Deny:      bind("ctrl+d", "press Cancel", "ctrl+d"),
		Browser:   bind("ctrl+b", "what the browser shows", "ctrl+b"),
		Again:     bind("ctrl+r", "run again", "ctrl+r"),
		Skip:      bind("ctrl+k", "skip the test", "ctrl+k"),
		Visit:     bind("ctrl+l", "check that both pages open", "ctrl+l"),
		StartOver: bind("ctrl+n", "start over", "ctrl+n"),
		Search:    bind("/", "search", "/"),
		Suspend:   bind("ctrl+z", "to the shell, and back with fg", "ctrl+z"),
	}
}

// as returns the binding with other words for what it does here.
func as(b key.Binding, does string) key.Binding {
	b.SetHelp(b.Help().Key, does)
	return b
}
