package store

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// gitTimeout is how long git may take to answer, and gitsAtOnce in how many folders
// it is asked at the same time.
const (
	gitTimeout = 3 * time.Second
	gitsAtOnce = 16
)

// gitFindings says which files git has, or may get. git itself is asked, once
// a folder and only inside of a work tree: its rules (files in every folder,
// info/exclude, the user's own) are more than anybody should write again.
func gitFindings(ctx context.Context, holders []holder) []finding.Finding {
	var folders []string
	inFolder := map[string][]holder{}
	for _, h := range holders {
		path, err := filepath.Abs(h.path)
		if err != nil {
			continue
		}
		h.path = path
		folder := filepath.Dir(path)
		if inFolder[folder] == nil {
			folders = append(folders, folder)
		}
		inFolder[folder] = append(inFolder[folder], h)
	}
	found := make([][]finding.Finding, len(folders))
	var asked errgroup.Group
	asked.SetLimit(gitsAtOnce)
	for i, folder := range folders {
		if inWorkTree(folder) {
			asked.Go(func() error {
				found[i] = gitFindingsIn(ctx, folder, inFolder[folder])
				return nil
			})
		}
	}
	_ = asked.Wait() // what git failed with is a finding
	return slices.Concat(found...)
}

// gitFindingsIn is gitFindings for files of one folder.
func gitFindingsIn(ctx context.Context, folder string, holders []holder) []finding.Finding {
	tracked, ignored, err := askGitAbout(ctx, folder, holders)
	if err != nil {
		return []finding.Finding{assets.Finding("file.git-unknown",
			"file", holders[0].name, "line", holders[0].line, "reason", safe.Clean(err.Error(), 200))}
	}
	var found []finding.Finding
	said := map[string]bool{} // by line: one line ignores the file and its backup
	for _, h := range holders {
		switch name := filepath.Base(h.path); {
		case slices.Contains(tracked, name):
			found = append(found, assets.Finding("file.git-tracked", "file", h.name, "word", safe.ShellPath(h.name)))
			said[h.line] = true
		case !slices.Contains(ignored, name) && !said[h.line]:
			ignore := safe.Clean(ignoreFile(h.path), 300)
			command := safe.ShellAppend(h.line, ignoreFile(h.path))
			if command != "" {
				command = ": " + command
			}
			found = append(found, mended("file.git", mendIgnore, h.line,
				"file", h.name, "line", h.line, "ignore", ignore, "command", command))
			said[h.line] = true
		}
	}
	return found
}

// askGitAbout returns which of the folder's files git has, and which it
// ignores.
func askGitAbout(ctx context.Context, folder string, holders []holder) (tracked, ignored []string, err error) {
	var all []string
	for _, h := range holders {
		all = append(all, filepath.Base(h.path))
	}
	for some := range slices.Chunk(all, 1000) { // a command line has an end
		list, err := askGit(ctx, folder, "", append([]string{"--literal-pathspecs", "ls-files", "-z", "--"}, some...)...)
		if err != nil {
			return nil, nil, err
		}
		tracked = append(tracked, list...)
	}
	ignored, err = askGit(ctx, folder, strings.Join(all, "\x00"), "check-ignore", "-z", "--stdin")
	return tracked, ignored, err
}

// inWorkTree reports whether a folder, or one above, is a git work tree.
func inWorkTree(folder string) bool {
	for {
		if _, err := os.Lstat(filepath.Join(folder, ".git")); err == nil {
			return true
		}
		above := filepath.Dir(folder)
		if above == folder {
			return false
		}
		folder = above
	}
}

// isOfOneRepository reports whether a variable ties git to a repository, as a
// git hook finds it: the file may be in another one.
func isOfOneRepository(variable string) bool {
	name, _, _ := strings.Cut(variable, "=")
	switch name {
	case "GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_PREFIX", "GIT_NAMESPACE",
		"GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES":
		return true
	}
	return strings.HasSuffix(name, "_PATHSPECS") // which contradict ours
}

// askGit runs a git command in a folder that answers with names, each ended by
// a zero byte. Exit code 1 means that there are none. Nothing that the
// repository configures is run.
func askGit(ctx context.Context, folder, input string, args ...string) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, gitTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", folder, "-c", "core.fsmonitor=false"}, args...)...)
	cmd.Env = append(slices.DeleteFunc(os.Environ(), isOfOneRepository), "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C")
	cmd.WaitDelay = time.Second
	var names, message bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(input), &names, &message
	err := cmd.Run()
	exit, failed := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil, failed && exit.ExitCode() == 1:
		return strings.Split(strings.TrimSuffix(names.String(), "\x00"), "\x00"), nil
	case ctx.Err() != nil:
		return nil, errors.New("it did not answer")
	case failed:
		first, _, _ := bytes.Cut(message.Bytes(), []byte{'\n'})
		return nil, errors.New(string(first))
	case errors.Is(err, exec.ErrNotFound):
		return nil, errors.New("there is no git on this machine")
	}
	return nil, err
}
