// Package store keeps what pinsetup found out: the configuration file that
// connectors read, drafts of the wizard, and, if wanted, tokens.
//
// A connector in Go needs Load, File.Service and Service.TokenSource; any
// other language reads plain TOML.
//
// # The file
//
// A configuration file is TOML with one table a service. pinsetup owns a few
// keys of such a table and changes their values in place: comments, order,
// spacing, keys that it doesn't know and every other table stay byte for byte.
// Nothing is written that wasn't parsed again and compared first, and what
// can't be edited that way is refused, with line and column.
//
// # Saving
//
// A save takes a lock beside the file (.NAME.lock, removed afterwards), checks
// that the file is still what was read, writes a new one in the same folder
// (mode 0600 from its first byte) and has it take the old one's place, which
// stays as NAME.bak with its mode. Whatever ends the process in between, the old
// file or the new one is there. On Linux the new file has no name before, so
// nothing else is left; on Windows the system removes it. Where the disk can't do
// that, and for a moment on Windows, its name is NAME.pinsetup-<random>.tmp, and
// the next Load or save removes what a killed process left. SaveWithSecret puts
// a secret into its own file or the keyring in the same go, or takes it back.
//
// # Secrets and tokens
//
// Service.Secret resolves the client secret from the file, another file, the
// environment or the keyring; nothing writes it back in clear. Access and
// refresh tokens never stand in the configuration file: Tokens keeps them in
// the state folder or the keyring, if somebody wants them kept. A refresh runs
// under their lock. It first writes down that it begins, then asks Pinterest,
// then keeps what came: two processes refresh once, a full disk spends no
// token, and after a crash it is known why a token is no longer good.
package store
