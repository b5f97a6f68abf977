package store

import (
	"path/filepath"
	"testing"

	"golang.org/x/sys/windows"
)

func accessListAt(t *testing.T, path string) string {
	t.Helper()
	list, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		t.Fatal(err)
	}
	return list.String()
}

// A new file inherits its folder's list, which may let everybody in, or nobody.
func TestASaveKeepsTheAccessList(t *testing.T) {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		t.Fatal(err)
	}
	mine := "D:P(A;;FA;;;" + user.User.Sid.String() + ")"
	for what, list := range map[string]string{"mine alone": mine, "all may read": mine + "(A;;FR;;;WD)"} {
		t.Run(what, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "pinterest.toml")
			write(t, path, "[a]\nclientId = \"0\"\n", 0o600)
			inherited := accessListAt(t, path)
			setAccessList(t, path, list)
			was := accessListAt(t, path)
			if was == inherited {
				t.Skip("this system (Wine) keeps no list of its own: ", was)
			}
			if err := edited(t, path, "1").Save(); err != nil {
				t.Fatal(err)
			}
			for _, path := range []string{path, path + backupSuffix} {
				if is := accessListAt(t, path); is != was {
					t.Errorf("%s has %s, the old file had %s", path, is, was)
				}
			}
		})
	}
}

func setAccessList(t *testing.T, path, list string) {
	t.Helper()
	descriptor, err := windows.SecurityDescriptorFromString(list)
	if err != nil {
		t.Fatal(err)
	}
	acl, _, err := descriptor.DACL()
	if err != nil {
		t.Fatal(err)
	}
	err = windows.SetNamedSecurityInfo(path, windows.SE_FILE_OBJECT,
		windows.DACL_SECURITY_INFORMATION|windows.PROTECTED_DACL_SECURITY_INFORMATION, nil, nil, acl, nil)
	if err != nil {
		t.Fatal(err)
	}
}
