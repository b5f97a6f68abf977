// Package packet writes the review packet: what Pinterest's reviewers ask
// for, as Markdown, from what was entered, with what is missing marked.
package packet

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/steps/scopes"
)

// Mark is what stands before each thing that is missing.
const Mark = "**Missing:**"

// Markdown returns the packet. get returns the value of a field by its key;
// scopes are the chosen ones, tasks the IDs of the chosen tasks. Whatever the
// fields hold stays text: no heading, link or HTML comes from them.
func Markdown(get func(key string) string, scopes, tasks []string) string {
	w := &writer{get: get, text: assets.Packet(), scopes: scopes}
	for _, id := range tasks {
		if task, ok := assets.TaskByID(id); ok {
			w.tasks = append(w.tasks, task)
		}
	}
	for _, section := range []func(){
		w.app, w.useCase, w.reasons, w.data, w.screenshots, w.video, w.checklist,
	} {
		section()
	}
	name := plain(get("app.name"))
	if name == "" {
		name = "the app"
	}
	head := "# Review packet of " + name + "\n\n" + w.text.Intro + "\n\n"
	switch w.missing {
	case 0:
		head += "Nothing is missing.\n"
	case 1:
		head += Mark + " 1 thing is marked below. Fill it in before you send this.\n"
	default:
		head += fmt.Sprintf("%s %d things are marked below. Fill them in before you send this.\n", Mark, w.missing)
	}
	return head + w.out.String()
}

type writer struct {
	get     func(key string) string
	text    assets.PacketText
	scopes  []string
	tasks   []assets.Task
	out     strings.Builder
	missing int
}

func (w *writer) heading(text string) { w.out.WriteString("\n## " + text + "\n\n") }

func (w *writer) line(text string) { w.out.WriteString(text + "\n") }

// lack marks something that is missing.
func (w *writer) lack(what string) string {
	w.missing++
	return Mark + " " + what
}

// field writes one answer of the form, or marks it.
func (w *writer) field(label, key, what string) {
	value := plain(w.get(key))
	if value == "" {
		value = w.lack(what)
	}
	w.line("- **" + label + ":** " + value)
}

func (w *writer) app() {
	w.heading("The app")
	w.field("App name", "app.name", "the product's name")
	w.field("Company", "app.company", "who owns the website")
	w.field("Website", "app.website", "a live page that is clearly yours")
	w.field("Privacy policy", "app.privacyPolicy", "a live page titled \"Privacy Policy\"")
	w.field("App icon", "app.icon", "a PNG of your own")
	w.field("Business account", "app.account", "the username of the account that owns the app")
	w.field("App ID", "credentials.clientId", "the app ID from My apps")
	w.field("Redirect URI", "oauth.redirectUri", "where the app receives the code")
	if w.standard() {
		w.line("- **Access asked for:** Standard access")
	} else {
		w.line("- **Access asked for:** Trial access")
	}
}

// standard reports whether Standard access is asked for, which takes a video.
func (w *writer) standard() bool { return w.get("review.goal") == "standard" }

func (w *writer) useCase() {
	w.heading("Use case")
	text := plain(w.get("app.description"))
	if text == "" {
		text = w.lack("who uses the app, what it reads from Pinterest, what it writes, for whom")
	}
	w.line(text + "\n")
	w.field("Purpose", "app.purpose", "in one line, what the API is needed for")
	w.field("Use case", "app.useCase", "the closest of the form's choices")
	w.field("Audience", "app.audience", "who uses the app")
	switch w.get("app.type") {
	case "internal":
		w.line("- **Accounts:** only our own accounts connect to it.")
	case "public":
		w.line("- **Accounts:** other people and businesses connect theirs.")
	default:
		w.line("- **Accounts:** " + w.lack("whose accounts connect to it"))
	}
}

func (w *writer) reasons() {
	w.heading("Scopes, and the reason for each")
	if len(w.scopes) == 0 {
		w.line("- " + w.lack("the scopes that the app asks for"))
		return
	}
	ids := make([]string, len(w.tasks))
	for i, task := range w.tasks {
		ids[i] = task.ID
	}
	because := scopes.Because(w.scopes, ids)
	for _, name := range w.scopes {
		var titles []string
		for _, task := range because[name] {
			titles = append(titles, lowerFirst(task.Title))
		}
		reason := "needed to " + strings.Join(titles, "; ")
		if len(titles) == 0 {
			reason = w.lack("the reason for it, or leave the scope out")
		}
		scope, _ := assets.ScopeByName(name)
		w.line(strings.TrimRight("- `"+code(name)+"`: "+reason+". "+scope.Plain, " "))
	}
}

func (w *writer) data() {
	w.heading("Data handling")
	var reads, writes []string
	for _, name := range w.scopes {
		if strings.Contains(name, ":write") {
			writes = append(writes, "`"+code(name)+"`")
		} else {
			reads = append(reads, "`"+code(name)+"`")
		}
	}
	if len(reads) > 0 {
		w.line("- Reads from Pinterest with " + strings.Join(reads, ", ") + ".")
	}
	if len(writes) > 0 {
		w.line("- Writes to Pinterest with " + strings.Join(writes, ", ") + ".")
	}
	for _, statement := range w.text.Data {
		w.line("- [ ] True for us: " + statement)
	}
	for _, question := range w.text.DataMissing {
		w.line("- " + w.lack(question))
	}
}

func (w *writer) screenshots() {
	w.heading("Screenshots")
	title, _ := w.action()
	for _, picture := range w.text.Screenshots {
		w.line("- [ ] " + assets.Fill(picture, "action", title))
	}
}

func (w *writer) video() {
	w.heading("Demo video")
	if w.standard() {
		w.field("Video", "review.video", "record it by this script; Standard access is not given without one")
	} else {
		w.line("Only Standard access takes a video. This is the script, for when you ask for it.")
	}
	w.line("")
	title, operations := w.action()
	names := make([]string, len(w.scopes))
	for i, name := range w.scopes {
		names[i] = "`" + code(name) + "`"
	}
	redirect := plain(w.get("oauth.redirectUri"))
	if redirect == "" {
		redirect = "the redirect URI"
	}
	for i, scene := range w.text.Scenes {
		w.line(fmt.Sprintf("%d. **%s.** %s", i+1, scene.Title, assets.Fill(scene.Text, "scopes", strings.Join(names, ", "),
			"redirectUri", redirect, "action", title, "operations", operations)))
	}
	for _, note := range w.text.Notes {
		if w.applies(note.When) {
			text := note.Text
			if note.Evidence != finding.Documented {
				text += " Others report this; Pinterest doesn't say it."
			}
			w.line("\n> " + text)
		}
	}
}

func (w *writer) applies(when string) bool {
	switch when {
	case "trial":
		return w.get("app.status") != "standard" && slices.ContainsFunc(w.tasks, func(t assets.Task) bool { return t.Trial != "" })
	case "internal":
		return w.get("app.type") == "internal"
	}
	return false
}

// action returns the task to show: one that needs Standard access before one
// that writes, and that before one that reads.
func (w *writer) action() (title, operations string) {
	best, most := assets.Task{Title: "what the app is for"}, -1
	for _, task := range w.tasks {
		weight := 0
		for _, name := range task.Operations {
			if !strings.HasPrefix(name, "GET ") {
				weight = 1
			}
		}
		if task.Trial != "" {
			weight = 2
		}
		if task.ID == "connect-account" {
			weight = -1
		}
		if weight > most || len(w.tasks) == 1 {
			best, most = task, weight
		}
	}
	if len(best.Operations) == 0 {
		return best.Title, "the call of Pinterest's API"
	}
	return best.Title, "`" + strings.Join(best.Operations, "`, `") + "`"
}

func (w *writer) checklist() {
	guide, err := assets.LoadGuide("review")
	if err != nil {
		return // embedded, and tested to parse
	}
	done := strings.Fields(w.get("review.checked"))
	w.heading("Checklist")
	for _, page := range guide.Pages {
		for _, field := range page.Fields {
			if field.Key != "review.checked" {
				continue
			}
			for _, option := range field.Options {
				box := "[ ]"
				if slices.Contains(done, option.Value) {
					box = "[x]"
				}
				w.line("- " + box + " " + option.Label + ". " + option.Hint)
			}
		}
	}
}

func lowerFirst(s string) string {
	if len(s) < 2 || s[1] >= 'A' && s[1] <= 'Z' {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
