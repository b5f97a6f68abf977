package run

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// a system with these variables and programs.
func systemOf(os, variables, programs string) system {
	env := map[string]string{}
	for _, v := range strings.Split(variables, ",") {
		name, value, _ := strings.Cut(v, "=")
		env[name] = value
	}
	return system{os, func(name string) string { return env[name] }, func(program string) (string, error) {
		if slices.Contains(strings.Fields(programs), program) {
			return "/bin/" + program, nil
		}
		return "", errors.New("not found")
	}}
}

func joined(commands [][]string) string {
	var all []string
	for _, c := range commands {
		all = append(all, strings.Join(c, "|"))
	}
	return strings.Join(all, "; ")
}

func TestEachSystemHasItsBrowsersInOrder(t *testing.T) {
	t.Parallel()
	const url = "https://www.pinterest.com/oauth/?a=1&b=%2F"
	for _, c := range []struct{ name, os, env, programs, want string }{
		{"nothing set", "linux", "DISPLAY=:0", "", ""},
		{"a screen", "linux", "DISPLAY=:0", "xdg-open", "xdg-open|" + url},
		{"no screen", "linux", "", "xdg-open", ""},
		{"a Mac has its own way", "darwin", "DISPLAY=:0", "xdg-open", ""},
		{"$BROWSER", "linux", "BROWSER=firefox", "", "firefox|" + url},
		{"with arguments", "linux", "BROWSER=chromium --new-window", "", "chromium|--new-window|" + url},
		{"with a place for the URL", "linux", "BROWSER=app --url=%s --quiet", "", "app|--url=" + url + "|--quiet"},
		{"with a path that has a space", "linux", "BROWSER='/opt/my browser/run' -x", "", "/opt/my browser/run|-x|" + url},
		{"several", "linux", "BROWSER=a:b -n", "", "a|" + url + "; b|-n|" + url},
		{"a drive's colon", "windows", `BROWSER=C:\x\y.exe`, "", `C:\x\y.exe|` + url},
		{"WSL with wslview", "linux", "WSL_DISTRO_NAME=U", "wslview rundll32.exe", "wslview|" + url + "; rundll32.exe|url.dll,FileProtocolHandler|" + url},
		{"WSL without", "linux", "WSL_INTEROP=/run/x", "rundll32.exe", "rundll32.exe|url.dll,FileProtocolHandler|" + url},
		{"WSL over SSH", "linux", "WSL_DISTRO_NAME=U,SSH_TTY=/dev/pts/1", "wslview", ""},
	} {
		if got := joined(systemOf(c.os, c.env, c.programs).browsers(url)); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestABrowserNeedsAScreen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		os, env string
		want    bool
	}{
		{"linux", "", false},
		{"linux", "DISPLAY=:0", true},
		{"linux", "WAYLAND_DISPLAY=wayland-0", true},
		{"linux", "SSH_CONNECTION=1", false},
		{"linux", "SSH_CONNECTION=1,DISPLAY=localhost:10", true},
		{"linux", "WSL_DISTRO_NAME=U", true},
		{"darwin", "", true},
		{"darwin", "SSH_TTY=/dev/ttys1", false},
		{"windows", "", true},
	} {
		if got := systemOf(c.os, c.env, "").graphical(); got != c.want {
			t.Errorf("%s with %q: %v", c.os, c.env, got)
		}
	}
}

func TestEachSystemHasItsClipboardsInOrder(t *testing.T) {
	t.Parallel()
	const all = "pbcopy clip.exe wl-copy xclip xsel tmux"
	for _, c := range []struct{ name, os, env, programs, want string }{
		{"no screen", "linux", "", all, ""},
		{"Wayland before X", "linux", "WAYLAND_DISPLAY=w,DISPLAY=:0", all, "wl-copy; xclip|-selection|clipboard; xsel|-b|-i"},
		{"only what is there", "linux", "DISPLAY=:0", "xsel", "xsel|-b|-i"},
		{"WSL", "linux", "WSL_DISTRO_NAME=U", all, "clip.exe"},
		{"macOS", "darwin", "", all, "pbcopy"},
		{"SSH to macOS", "darwin", "SSH_TTY=/dev/ttys1", all, ""},
		{"X forwarded by SSH", "linux", "SSH_TTY=/dev/pts/1,DISPLAY=localhost:10", "xclip", "xclip|-selection|clipboard"},
		{"tmux hands it on", "linux", "TMUX=/tmp/x,SSH_TTY=/dev/pts/1", all, "tmux|load-buffer|-w|-"},
	} {
		if got := joined(systemOf(c.os, c.env, c.programs).clipboards()); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
