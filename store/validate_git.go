package store

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/pinsetup/pinsetup/assets"
	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// gitTimeout is how long git may take to answer.
const gitTimeout = 3 * time.Second

// gitFindings says whether git has the file, or may get it. git itself is
// asked, and only inside of a work tree: its rules (files in every folder,
// info/exclude, the user's own) are more than anybody should write again.
func gitFindings(name, target string) []finding.Finding {
	target, err := filepath.Abs(target)
	if err != nil || !inWorkTree(filepath.Dir(target)) {
		return nil
	}
	line := ignoreLine(target)
	tracked, err := askGit(target, "ls-files", "--error-unmatch", "--", filepath.Base(target))
	if err == nil && tracked {
		return []finding.Finding{assets.Finding("file.git-tracked", "file", name)}
	}
	for _, file := range []string{target, target + ".bak"} {
		if err != nil {
			break
		}
		var ignored bool
		if ignored, err = askGit(target, "check-ignore", "-q", "--", filepath.Base(file)); err == nil && !ignored {
			return []finding.Finding{mended("file.git", mendIgnore, line,
				"file", name, "line", line, "ignore", safe.Clean(ignoreFile(target), 300))}
		}
	}
	if err != nil {
		return []finding.Finding{assets.Finding("file.git-unknown", "file", name, "line", line, "reason", safe.Clean(err.Error(), 200))}
	}
	return nil
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

// askGit runs a git command that answers with its exit code: 0 for yes, 1 for
// no. Nothing that the repository configures is run.
func askGit(target string, args ...string) (bool, error) {
	ctx, cancel := context.WithTimeout(context.Background(), gitTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", filepath.Dir(target), "-c", "core.fsmonitor=false"}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C")
	cmd.WaitDelay = time.Second
	var message bytes.Buffer
	cmd.Stderr = &message
	err := cmd.Run()
	exit, failed := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil:
		return true, nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return false, errors.New("it did not answer")
	case failed && exit.ExitCode() == 1:
		return false, nil
	case failed:
		first, _, _ := bytes.Cut(message.Bytes(), []byte{'\n'})
		return false, errors.New(string(first))
	case errors.Is(err, exec.ErrNotFound):
		return false, errors.New("there is no git on this machine")
	}
	return false, err
}
