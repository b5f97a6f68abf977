package cli

import (
	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/assets"
)

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the configuration file",
		Long: `Prints the JSON Schema (2020-12) of the configuration file, for editors that
complete and check TOML, and for programs that read it.

New files name it in their first line, where Taplo, Even Better TOML and tombi look
for it:  #:schema URL. To use a copy, have that line name it: #:schema ./pinterest.schema.json`,
		Example: "  pinsetup schema > pinterest.schema.json",
		Args:    arguments(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			_, err := a.out.Write(assets.Schema())
			return written(err)
		},
	}
}
