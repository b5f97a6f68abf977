package rules

import (
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// FilePath judges the path of a file that pinsetup is to write.
func FilePath(in Input) []finding.Finding {
	switch {
	case strings.ContainsRune(in.Value, 0):
		return []finding.Finding{in.find("path.nul")}
	case strings.Contains(in.Value, "://"):
		return []finding.Finding{in.find("path.url")}
	case in.Value == ".", in.Value == "..", strings.HasSuffix(in.Value, "/"), strings.HasSuffix(in.Value, `\`):
		return []finding.Finding{in.find("path.folder")}
	case strings.HasPrefix(in.Value, "~"):
		return []finding.Finding{in.find("path.tilde")}
	case strings.HasPrefix(in.Value, "$"):
		return []finding.Finding{in.find("path.variable")}
	}
	return nil
}

// ConfigPath judges the path of the configuration file: a FilePath that ends
// with .toml.
func ConfigPath(in Input) []finding.Finding {
	found := FilePath(in)
	// Not filepath.Base: of //server/share it names nothing on Windows, so that no ending would do.
	slashed := strings.TrimRight(filepath.ToSlash(in.Value), "/")
	ending := filepath.Ext(strings.TrimLeft(slashed[strings.LastIndexByte(slashed, '/')+1:], "."))
	switch {
	case in.Value == "" || finding.HasError(found) || strings.EqualFold(ending, ".toml"):
		return found
	case serviceName().MatchString(in.Value):
		return append(found, in.mend("path.service", "pinterest.toml"))
	default:
		return append(found, in.mend("path.not-toml", strings.TrimSuffix(in.Value, ending)+".toml"))
	}
}

var (
	// serviceName is vendor:service; a single letter before the colon is a drive.
	serviceName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[\w.-]{2,}(:[\w.-]+){1,2}$`) })

	envName     = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`) })
	keyringName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[^/]+/.+$`) })
)

// SecretRef judges where the secret is kept: the name of a variable, a file,
// or "service/user" of the keyring, as connector.secret says.
func SecretRef(in Input) []finding.Finding {
	switch kind := in.other("connector.secret"); {
	case in.Value == "":
		return nil
	case kind == "env" && envName().MatchString(strings.Trim(in.Value, "${}%")) && !envName().MatchString(in.Value):
		return []finding.Finding{in.mend("path.env-sign", strings.Trim(in.Value, "${}%"))}
	case kind == "env" && !envName().MatchString(in.Value):
		return []finding.Finding{in.find("path.env-name")}
	case kind == "keyring" && !keyringName().MatchString(in.Value):
		return []finding.Finding{in.find("path.keyring-name")}
	case kind == "secretFile":
		return FilePath(in)
	}
	return nil
}
