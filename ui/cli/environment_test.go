package cli

import (
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

func TestEveryCommonFlagIsAlsoAVariable(t *testing.T) {
	var names []string
	(&app{}).root([]string{"check"}).PersistentFlags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if len(names) < 13 {
		t.Errorf("there are %d common flags", len(names))
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			a := &app{}
			cmd, _, err := a.root([]string{"check"}).Find([]string{"check"})
			if err != nil || cmd.ParseFlags(nil) != nil {
				t.Fatal(err)
			}
			f := cmd.Flag(name)
			value := map[string]string{"bool": "true", "duration": "1m30s"}[f.Value.Type()]
			if value == "" {
				value = "some words"
			}
			t.Setenv("PINSETUP_"+strings.ToUpper(strings.ReplaceAll(name, "-", "_")), value)
			if err := a.fromEnvironment(cmd); err != nil || f.Value.String() != value || f.Changed || !a.fromVariable[name] {
				t.Errorf("the variable sets %q, want %q, %v", f.Value, value, err)
			}
		})
	}
}
