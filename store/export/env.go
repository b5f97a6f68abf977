package export

import (
	"bytes"
	"strings"

	"github.com/pinsetup/pinsetup/store"
)

// env writes a .env file, one NAME=value a line.
func env(in Input) ([]byte, error) {
	set, err := in.settings()
	if err != nil {
		return nil, err
	}
	return envLines(set)
}

// postiz writes the two variables that Postiz reads.
func postiz(in Input) ([]byte, error) {
	in.Names = "client"
	set, err := in.settings()
	if err != nil {
		return nil, err
	}
	var two []setting
	for _, s := range set {
		if s.key == "clientId" || s.key == "clientSecret" {
			two = append(two, s)
		}
	}
	return envLines(two)
}

func envLines(set []setting) ([]byte, error) {
	var b bytes.Buffer
	for _, s := range set {
		quoted, ok := quoteEnv(s.value)
		if !ok {
			return nil, store.NewProblem(nil, "export.value.env", "key", s.key)
		}
		b.WriteString(s.name + "=" + quoted + "\n")
	}
	return b.Bytes(), nil
}

// envPlain are the characters that mean themselves to every reader of .env
// files, "docker run --env-file" included, which knows no quotes.
const envPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@%+,="

// quoteEnv writes a value so that the common readers agree about it (shells,
// docker compose, the dotenv packages of Go, Node, Python and Ruby), and
// reports false for one about which they don't:
//
//   - plain where every character means itself;
//   - in single quotes, which take everything as it is, except that some
//     readers know \' and \\ in them: so not for backslashes;
//   - in double quotes, with \ before what has a meaning there. Some readers
//     look one character back from the closing quote, so the value may not end
//     with a quote or a backslash.
func quoteEnv(value string) (quoted string, ok bool) {
	switch {
	case strings.Trim(value, envPlain) == "":
		return value, true
	case !strings.ContainsAny(value, `'\`):
		return "'" + value + "'", true
	case strings.HasSuffix(value, `"`), strings.HasSuffix(value, `\`), strings.ContainsAny(value, "\n\r\x00"):
		return "", false
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, `$`, `\$`, "`", "\\`").Replace(value) + `"`, true
}
