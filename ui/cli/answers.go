package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/steps"
)

// maxAnswers is more than an answers file has, in bytes.
const maxAnswers = 1 << 20

// fileKeys are the keys of the configuration file that an answers file may use
// in place of the wizard's fields.
var fileKeys = map[string]string{
	"clientId": "credentials.clientId", "redirectUri": "oauth.redirectUri",
	"testRedirectUri": "oauth.testRedirectUri", "scopes": "oauth.scopes", "tasks": "oauth.tasks",
	"apiBase": "oauth.apiBase", "clientSecretFile": "clientSecretFile", "clientSecretEnv": "clientSecretEnv",
}

// readAnswers reads an answers file: TOML whose keys are the wizard's fields
// ("oauth.apiBase", or apiBase in a table oauth) or the configuration file's
// own (clientId). With an error it returns what could be read.
func (a *app) readAnswers(ctx context.Context, path string) (map[string]string, error) {
	answers := map[string]string{}
	if path == "" {
		return answers, nil
	}
	data, err := interruptible(ctx, func() ([]byte, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, maxAnswers+1))
	})
	switch {
	case err != nil:
		return answers, exit(exitFile, fmt.Errorf("the answers can't be read: %w. Name another file with %s", safe.Inner(err), a.named("answers")))
	case len(data) > maxAnswers: // a part of them would be other answers
		return answers, exit(exitFile, fmt.Errorf("%s is larger than %d MB. This is no file of answers", path, maxAnswers>>20))
	}
	safe.RememberWithin(string(data)) // none belongs there
	var doc map[string]any
	if err := toml.Unmarshal(data, &doc); err != nil {
		where := path
		if wrong, ok := errors.AsType[*toml.DecodeError](err); ok {
			line, _ := wrong.Position()
			where = fmt.Sprintf("%s, line %d,", path, line)
		}
		return answers, exit(exitFile, fmt.Errorf("the answers in %s are not TOML: %w", where, err))
	}
	if wrong := flatten(answers, "", doc); len(wrong) > 0 {
		for i, err := range wrong {
			wrong[i] = fmt.Errorf("the answers in %s: %w", path, err)
		}
		return answers, exit(exitUsage, wrong)
	}
	return answers, nil
}

// flatten puts the values of nested tables under dotted keys, and returns what
// is wrong with any of them.
func flatten(answers map[string]string, prefix string, table map[string]any) (wrong several) {
	for _, name := range slices.Sorted(maps.Keys(table)) {
		key := prefix + name
		if below, ok := table[name].(map[string]any); ok {
			wrong = append(wrong, flatten(answers, key+".", below)...)
			continue
		}
		field, err := answerKey(key)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		value, err := answerValue(table[name])
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s %w", safe.Show(key, 60), err))
			continue
		}
		answers[field] = value
	}
	return wrong
}

// answerKey returns the field that a key means.
func answerKey(key string) (string, error) {
	if field, ok := fileKeys[key]; ok {
		return field, nil
	}
	if key == "clientSecret" || key == "credentials.clientSecret" {
		return "", fmt.Errorf("%s: the secret doesn't belong into an answers file. Use clientSecretFile or clientSecretEnv there, or --client-secret-stdin", key)
	}
	if _, ok := steps.FieldOf(key); ok {
		return key, nil
	}
	names := slices.Collect(maps.Keys(fileKeys))
	for _, step := range steps.Table() {
		for _, page := range step.Pages {
			for _, f := range page.Fields {
				names = append(names, f.Key)
			}
		}
	}
	slices.Sort(names)
	return "", fmt.Errorf("there is no field %q%s", safe.Show(key, 60), didYouMean(key, names))
}

func answerValue(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case bool:
		if v {
			return "yes", nil
		}
		return "", nil
	case []any:
		var words []string
		for _, one := range v {
			word, ok := one.(string)
			if !ok {
				return "", fmt.Errorf("has to be a list of strings, each in quotes")
			}
			words = append(words, word)
		}
		return strings.Join(words, " "), nil
	}
	return "", fmt.Errorf("has to be a string, in quotes")
}
