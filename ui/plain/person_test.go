package plain

import (
	"bytes"
	"context"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode"

	"go.uber.org/goleak"

	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/auth/simulator"
	"github.com/pinsetup/pinsetup/steps"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/run"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// reply is what a person does at a prompt: types a line, types nothing, or
// closes the input.
type reply struct {
	text   string
	silent bool
	end    bool
}

// person sits at the other end of a pipe: reads prompts, and answers them.
type person struct {
	t *testing.T
	// answer is asked at each prompt; n counts the prompts from 1.
	answer func(prompt string, n int) reply

	mu      sync.Mutex
	heard   bytes.Buffer
	prompts []string
	replies chan reply
}

func (p *person) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.heard.Write(b)
	for _, r := range string(b) {
		if r != '\n' && (unicode.IsControl(r) || r == unicode.ReplacementChar) {
			p.t.Errorf("the output has the control character %q in %q", r, b)
		}
		if r >= '\u2190' && r <= '\u2bff' && (r < '\u2400' || r > '\u243f') { // arrows, boxes, dingbats: a screen reader names each; but what stands in for a typed control character
			p.t.Errorf("the output has the sign %q in %q", r, b)
		}
	}
	text := string(b)
	if prompt, ok := strings.CutSuffix(text, ": "); ok && !strings.Contains(text, "\n") {
		p.prompts = append(p.prompts, prompt)
		p.replies <- p.answer(prompt, len(p.prompts))
	}
	return len(b), nil
}

func (p *person) transcript() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.heard.String()
}

// keyboard is the person's input, as it comes through a pipe.
func (p *person) keyboard() (in io.Reader, leave func()) {
	reader, writer := io.Pipe()
	var hands sync.WaitGroup
	hands.Go(func() {
		for r := range p.replies {
			switch {
			case r.end:
				writer.Close()
			case !r.silent:
				// A conversation that has ended reads no more.
				_, _ = io.WriteString(writer, r.text+"\n")
			}
		}
	})
	return reader, func() { close(p.replies); reader.Close(); hands.Wait() }
}

// setting is where a conversation takes place.
type setting struct {
	t      *testing.T
	dir    string
	demo   *simulator.Server
	secret string
	values map[string]string
}

func newSetting(t *testing.T, scenario string) *setting {
	t.Helper()
	demo, err := simulator.Start(simulator.Options{Scenario: scenario})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { demo.Close() })
	s := &setting{t: t, dir: t.TempDir(), demo: demo, secret: demo.Info().ClientSecret, values: run.DemoValues()}
	s.values["credentials.clientId"] = demo.Info().ClientID
	s.values["oauth.testRedirectUri"] = "http://localhost:" + freePort(t) + "/"
	s.values["connector.file"] = s.file()
	return s
}

func (s *setting) file() string { return filepath.Join(s.dir, "pinterest.toml") }

func freePort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

func (s *setting) config() run.Config {
	return run.Config{
		Demo: s.demo, DraftID: "demo-test", NoBrowser: true,
		Drafts: store.Drafts{Dir: filepath.Join(s.dir, "drafts")},
	}
}

func (s *setting) options() steps.Options {
	return steps.Options{
		Demo: true, Endpoints: s.demo.Info().Endpoints, Values: s.values, Secret: safe.NewSecret(s.secret),
	}
}

// talk lets the person talk to the wizard until it ends.
func (s *setting) talk(ctx context.Context, answer func(prompt string, n int) reply) (Outcome, *person) {
	s.t.Helper()
	p := &person{t: s.t, answer: answer, replies: make(chan reply, 1000)}
	in, closeInput := p.keyboard()
	defer closeInput()
	outcome, err := Run(ctx, Config{
		State: run.Resume(s.config(), s.options()), Run: s.config(), Input: in, Output: p,
		Fresh: func() steps.State { return steps.New(s.options()) }, Again: "pinsetup --plain",
	})
	if err != nil {
		s.t.Errorf("Run: %v", err)
	}
	if strings.Contains(p.transcript(), s.secret) {
		s.t.Error("the output has the app secret in it")
	}
	return outcome, p
}

func (s *setting) draftKept() bool {
	_, ok, err := s.config().Drafts.Load("demo-test")
	return ok && err == nil
}

// ready answers as a person in the demo does who is content with what is
// there already. Each prompt's own answer comes first.
func ready(own map[string]string) func(prompt string, n int) reply {
	given := map[string]int{}
	return func(prompt string, n int) reply {
		key, _, _ := strings.Cut(prompt, ",")
		given[key]++
		if text, ok := own[key]; ok && given[key] == 1 {
			return reply{text: text}
		}
		switch key {
		case "You have":
			return reply{text: "nothing"}
		case "Added and saved":
			return reply{text: "yes"}
		case "Callback address":
			// The prompt comes again when there was news; one answer is enough.
			return reply{text: "yes", silent: given[key] > 1}
		}
		return reply{}
	}
}
