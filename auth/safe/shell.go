package safe

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
)

// ShellWord writes a word so that this system's shells read it as it is: sh,
// bash, zsh and fish, and on Windows cmd.exe and PowerShell, as far as the two
// can read the same. What it writes is fit to be shown.
func ShellWord(word string) string {
	if runtime.GOOS == "windows" {
		return windowsWord(word)
	}
	return posixWord(word)
}

// ShellPath is ShellWord for the name of a file, which no program takes for a
// flag.
func ShellPath(path string) string {
	if strings.HasPrefix(path, "-") {
		path = "." + string(filepath.Separator) + path
	}
	return ShellWord(path)
}

// ShellProgram is ShellWord for the program that a command begins with.
func ShellProgram(path string) string {
	if runtime.GOOS == "windows" {
		return windowsProgram(path)
	}
	return ShellWord(path)
}

// ShellAppend writes a command that adds a line to a file; "" on Windows: cmd
// would write the quotes, too, and PowerShell UTF-16.
func ShellAppend(line, path string) string {
	if runtime.GOOS == "windows" {
		return ""
	}
	say := "echo"
	if strings.Contains(line, `\`) {
		say = `printf '%s\n'` // echo takes a backslash for more than one, in some shells
	}
	return say + " " + ShellWord(line) + " >> " + ShellPath(path)
}

// ShellMakeFolder writes a command that makes a folder, and those above it.
func ShellMakeFolder(path string) string {
	if runtime.GOOS == "windows" {
		return "mkdir " + ShellPath(path)
	}
	return "mkdir -p " + ShellPath(path)
}

// posixWord writes a word for sh, bash, zsh and fish.
func posixWord(word string) string {
	switch {
	case isPlain(word, "-_./:,@%+=") && !strings.ContainsAny(word[:1], "=%"): // zsh and fish read these as more at the beginning
		return word
	case Clean(word, 0) != word:
		return printed(word)
	}
	// Within single quotes, a backslash means itself to all of them but fish.
	return "'" + strings.NewReplacer(`'`, `'\''`, `\`, `'\\'`).Replace(word) + "'"
}

// printed has printf write a word with characters that can't be shown. Line
// breaks at its end are lost: no shell keeps them here.
func printed(word string) string {
	var b strings.Builder
	for i := range len(word) {
		switch c := word[i]; {
		case c == '%':
			b.WriteString("%%")
		case isPlain(word[i:i+1], "_./:,@+= ") || c == '-' && i > 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, `\%03o`, c)
		}
	}
	return `"$(printf '` + b.String() + `')"`
}

// windowsWord writes a word for cmd.exe and PowerShell: between double quotes,
// which mean the same to both. Where PowerShell would read more there, it is
// written for PowerShell alone.
func windowsWord(word string) string {
	const singles, doubles = "'‘’‚‛", "\"“”„"
	switch {
	case isPlain(word, `-_./:\+=`) && !(word[0] == '-' && strings.ContainsAny(word, ".:")): // PowerShell cuts such flags in two
		return word
	case strings.ContainsAny(word, "$`"+doubles):
		var b strings.Builder
		for _, r := range word {
			if b.WriteRune(r); strings.ContainsRune(singles, r) {
				b.WriteRune(r)
			}
		}
		return "'" + b.String() + "'"
	}
	end := len(word) - len(strings.TrimRight(word, `\`)) // a backslash before the quote would belong to it
	return `"` + word + strings.Repeat(`\`, end) + `"`
}

// windowsProgram writes a program's path for cmd.exe and PowerShell. A line that
// begins with a quote is a text to PowerShell, and nothing is started: the quote
// stands behind the drive, or the first letter. A backslash before it would
// belong to it, to the program that is started.
func windowsProgram(path string) string {
	word := windowsWord(path)
	before := strings.IndexFunc(path, func(r rune) bool { return !strings.ContainsRune(`.\/`, r) }) + 1
	if before > 0 && strings.HasPrefix(path[before:], ":") {
		before++
	}
	if word == path || before == 0 || !isPlain(path[:before], `.\/:`) {
		return word
	}
	begin, rest := path[:before], path[before:]
	if quoted := windowsWord(rest); quoted != rest {
		return begin + quoted
	}
	return path
}

// isPlain reports whether a word has nothing but letters and digits of ASCII
// and these signs.
func isPlain(word, signs string) bool {
	return word != "" && !strings.ContainsFunc(word, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(signs, r))
	})
}
