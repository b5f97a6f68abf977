package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/pinsetup/pinsetup/auth/safe"
	"github.com/pinsetup/pinsetup/store"
	"github.com/pinsetup/pinsetup/ui/run"
)

func (a *app) draftsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "drafts",
		Short: "List the wizards that were begun and not finished, or delete one",
		Long: `The wizard keeps what was entered, but the secret, until the file is written. These
commands list such drafts and delete them.`,
		Example: "  pinsetup drafts\n  pinsetup drafts delete 0123abcd\n  pinsetup drafts delete --all",
		Args:    arguments(0, 0, ""),
		RunE:    func(*cobra.Command, []string) error { return a.listDrafts() },
	}
	c.AddCommand(&cobra.Command{
		Use:     "list",
		Short:   "List the drafts, the newest first",
		Example: "  pinsetup drafts list --json",
		Args:    arguments(0, 0, ""),
		RunE:    func(*cobra.Command, []string) error { return a.listDrafts() },
	})
	c.AddCommand(a.deleteDraftsCommand())
	return c
}

// A draftDoc is what can be said of a draft.
type draftDoc struct {
	ID      string    `json:"id"`
	SavedAt time.Time `json:"savedAt"`
	Demo    bool      `json:"demo"`
	Service string    `json:"service"`
	File    string    `json:"file"`
	Page    string    `json:"page"`
}

func describeDraft(d store.Draft) draftDoc {
	var data struct {
		Page    string            `json:"page"`
		Answers map[string]string `json:"answers"`
	}
	// A draft that can't be read is listed all the same: it can be deleted.
	_ = json.Unmarshal(d.Data, &data)
	return draftDoc{
		ID: d.ID, SavedAt: d.SavedAt, Demo: strings.HasPrefix(d.ID, "demo-"),
		Service: safe.Show(data.Answers["connector.service"], 80),
		File:    safe.Show(data.Answers["connector.file"], 200), Page: safe.Show(data.Page, 60),
	}
}

func (a *app) listDrafts() error {
	drafts, err := store.Drafts{}.List()
	if err != nil {
		return exit(exitFile, err)
	}
	unreadable, err := store.Drafts{}.Unreadable()
	if err != nil {
		return exit(exitFile, err)
	}
	docs := []draftDoc{}
	for _, d := range drafts {
		docs = append(docs, describeDraft(d))
	}
	if a.flags.json {
		return a.writeJSON(struct {
			Version    int        `json:"version"`
			Drafts     []draftDoc `json:"drafts"`
			Unreadable []string   `json:"unreadable"`
		}{jsonVersion, docs, list(unreadable)})
	}
	if len(docs) == 0 {
		a.problems().line("There is no draft.")
	}
	p := a.results()
	for _, d := range docs {
		what := d.Service + " in " + d.File
		if d.Demo {
			what += " (demo)"
		}
		p.line("%s  %s  %s, at %s", d.ID, d.SavedAt.Local().Format("2006-01-02 15:04"), what, d.Page)
	}
	for _, path := range unreadable {
		a.problems().line("This one can't be read, and is kept: %s", safe.Show(path, 300))
	}
	return nil
}

func (a *app) deleteDraftsCommand() *cobra.Command {
	var all bool
	c := &cobra.Command{
		Use:     "delete [ID...]",
		Aliases: []string{"rm"}, SuggestFor: []string{"remove", "clear"},
		Short:   "Delete drafts; the beginning of an ID is enough",
		Example: "  pinsetup drafts delete 0123abcd\n  pinsetup drafts delete --all",
		Args:    arguments(0, -1, "ID"),
		RunE: func(_ *cobra.Command, args []string) error {
			if all == (len(args) > 0) {
				return usage("name the drafts to delete, or --all of them: pinsetup drafts delete ID")
			}
			return a.deleteDrafts(args)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			drafts, _ := store.Drafts{}.List()
			var ids []string
			for _, d := range drafts {
				ids = append(ids, d.ID)
			}
			return ids, cobra.ShellCompDirectiveNoFileComp
		},
	}
	c.Flags().BoolVar(&all, "all", false, "delete every draft, those that can't be read included")
	return c
}

// deletedDoc is what "pinsetup drafts delete --json" prints: the IDs of drafts,
// and the files of those that can't be read.
type deletedDoc struct {
	Version    int      `json:"version"`
	Deleted    []string `json:"deleted"`
	Unreadable []string `json:"unreadable"`
}

// deleteDrafts deletes those whose ID begins so; none named means all. What was
// deleted before something failed is said as well.
func (a *app) deleteDrafts(beginnings []string) error {
	drafts, err := store.Drafts{}.List()
	if err != nil {
		return exit(exitFile, err)
	}
	doomed, unreadable := drafts, []string(nil)
	if len(beginnings) > 0 {
		doomed, err = pickDrafts(drafts, beginnings)
	} else {
		unreadable, err = store.Drafts{}.Unreadable()
		err = fileError(err)
	}
	if err != nil {
		return err
	}
	doc := deletedDoc{jsonVersion, []string{}, []string{}}
	err = a.deleteAll(doomed, unreadable, &doc)
	if a.flags.json {
		if failure := a.writeJSON(doc); failure != nil {
			return failure
		}
	}
	return err
}

func (a *app) deleteAll(doomed []store.Draft, unreadable []string, doc *deletedDoc) error {
	p := a.problems()
	for _, d := range doomed {
		if err := (store.Drafts{}).Delete(d.ID); err != nil {
			return exit(exitFile, err)
		}
		a.forgetSecret(d.ID)
		doc.Deleted = append(doc.Deleted, d.ID)
		p.line("Deleted: %s", d.ID)
	}
	for _, path := range unreadable {
		if err := os.Remove(path); err != nil {
			return exit(exitFile, fmt.Errorf("%s could not be deleted: %w", safe.Show(path, 300), err))
		}
		id, _, _ := strings.Cut(filepath.Base(path), ".json")
		a.forgetSecret(id)
		doc.Unreadable = append(doc.Unreadable, path)
		p.line("Deleted: %s", safe.Show(path, 300))
	}
	return nil
}

// forgetSecret deletes the secret of a draft. Where there is no keyring, it has
// none.
func (a *app) forgetSecret(id string) {
	if err := (store.Keyring{}).Delete(run.SecretName(id)); err != nil && !errors.Is(err, store.ErrNoKeyring) {
		a.problems().line("The keyring may still have the secret of %s: %v", id, err)
	}
}

func pickDrafts(drafts []store.Draft, beginnings []string) (picked []store.Draft, err error) {
	for _, beginning := range beginnings {
		if strings.TrimSpace(beginning) == "" { // of a variable that isn't set: it begins every ID
			return nil, usage("the ID is empty; \"pinsetup drafts\" lists them")
		}
		var found []store.Draft
		for _, d := range drafts {
			if strings.HasPrefix(d.ID, beginning) {
				found = append(found, d)
			}
		}
		switch len(found) {
		case 0:
			return nil, exit(exitFailed, fmt.Errorf("no draft has an ID that begins with %q; \"pinsetup drafts\" lists them", safe.Show(beginning, 60)))
		case 1:
			if !slices.ContainsFunc(picked, func(d store.Draft) bool { return d.ID == found[0].ID }) {
				picked = append(picked, found[0])
			}
		default:
			return nil, exit(exitFailed, fmt.Errorf("%d drafts have an ID that begins with %q; type more of it", len(found), safe.Show(beginning, 60)))
		}
	}
	return picked, nil
}
