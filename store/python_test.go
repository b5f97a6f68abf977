package store

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// readByPython compares each document before and after with the parser that
// comes with Python, which knows nothing of ours: all but the service is the
// same. It prints the service.
const readByPython = `
import datetime, json, sys, tomllib

def plain(value):
    return value.isoformat() if isinstance(value, datetime.datetime) else repr(value)

for name, before, after, service in json.load(sys.stdin):
    try:
        before = tomllib.loads(before)
    except tomllib.TOMLDecodeError:
        continue # TOML 1.1, or a byte order mark
    after = tomllib.loads(after)
    print(json.dumps([name, after.pop(service), repr(before) == repr(after)], default=plain))
`

func TestPythonReadsTheServiceAndTheRestAsItWas(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil || exec.Command(python, "-c", "import tomllib").Run() != nil {
		t.Skip("there is no Python with tomllib (3.11) to ask")
	}
	var pairs [][4]string
	for name, doc := range documents(t, "1.0.0", "valid/") {
		f, err := Parse(name, doc)
		if err == nil {
			err = f.Set(DefaultService, full())
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		pairs = append(pairs, [4]string{name, string(doc), string(f.Bytes()), DefaultService})
	}
	in, err := json.Marshal(pairs)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python, "-c", readByPython)
	cmd.Stdin = bytes.NewReader(in)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	want, err := json.Marshal(service(full()))
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for answers := json.NewDecoder(bytes.NewReader(out)); answers.More(); read++ {
		var answer [3]any
		if err := answers.Decode(&answer); err != nil {
			t.Fatal(err)
		}
		at := answer[1].(map[string]any)["verification"].(map[string]any)
		if moment, err := time.Parse(time.RFC3339, at["at"].(string)); err == nil {
			at["at"] = moment.UTC().Format(time.RFC3339)
		}
		if have, _ := json.Marshal(answer[1]); answer[2] != true || !bytes.Equal(have, want) {
			t.Errorf("%s: the rest is the same: %v, the service is\n%s\nwant\n%s", answer[0], answer[2], have, want)
		}
	}
	if read < 150 {
		t.Errorf("Python read %d documents of %d", read, len(pairs))
	}
}
