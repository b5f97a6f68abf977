package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/pinsetup/pinsetup/auth"
	"github.com/pinsetup/pinsetup/auth/safe"
)

// tokenVersion is the version of tokenRecord. maxTokens is more than a record
// has, in bytes; Pinterest's tokens have about 100 each.
const (
	tokenVersion = 1
	maxTokens    = 64 << 10
)

// tokenRecord is how tokens stand in a file or the keyring: the one place
// where they are written in clear.
type tokenRecord struct {
	Version       int       `json:"version"`
	ClientID      string    `json:"clientId"`
	TokenURL      string    `json:"tokenUrl"`
	AccessToken   string    `json:"accessToken"`
	RefreshToken  string    `json:"refreshToken,omitempty"`
	Scopes        []string  `json:"scopes,omitempty"`
	Expiry        time.Time `json:"expiry,omitzero"`
	RefreshExpiry time.Time `json:"refreshExpiry,omitzero"`
	SavedAt       time.Time `json:"savedAt"`
	Refreshing    time.Time `json:"refreshing,omitzero"`
}

func (k KeptTokens) encode() []byte {
	data, err := json.MarshalIndent(tokenRecord{
		Version: tokenVersion, ClientID: k.ClientID, TokenURL: k.TokenURL,
		AccessToken: k.AccessToken.Reveal(), RefreshToken: k.RefreshToken.Reveal(),
		Scopes: k.Scopes, Expiry: k.Expiry.UTC(), RefreshExpiry: k.RefreshExpiry.UTC(),
		SavedAt: k.SavedAt, Refreshing: k.refreshing,
	}, "", "  ")
	if err != nil {
		panic(err) // strings and times between the years 0 and 9999 always encode
	}
	return append(data, '\n')
}

func decodeTokens(data []byte) (KeptTokens, error) {
	var r tokenRecord
	if err := json.Unmarshal(data, &r); err != nil {
		// The JSON package's errors may quote what they stumbled over.
		return KeptTokens{}, errors.New("that is not the JSON that pinsetup writes")
	}
	if r.Version != tokenVersion {
		return KeptTokens{}, fmt.Errorf("version %d is not one that this pinsetup knows", r.Version)
	}
	if r.AccessToken == "" {
		return KeptTokens{}, errors.New("there is no access token in it")
	}
	return KeptTokens{
		Token: auth.Token{
			AccessToken: safe.NewSecret(r.AccessToken), RefreshToken: safe.NewSecret(r.RefreshToken),
			Scopes: r.Scopes, Expiry: r.Expiry, RefreshExpiry: r.RefreshExpiry,
		},
		ClientID: r.ClientID, TokenURL: r.TokenURL, SavedAt: r.SavedAt, refreshing: r.Refreshing,
	}, nil
}

var (
	errNotPlain = errors.New("is no plain file")
	errTooLarge = errors.New("is too large")
)

// readLimited reads a regular file of at most limit bytes: to open a pipe may
// wait for ever. Of others the error is errNotPlain or errTooLarge.
func readLimited(path string, limit int) ([]byte, error) {
	if info, err := os.Stat(path); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s %w", path, errNotPlain)
	}
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var b bytes.Buffer
	switch n, err := io.Copy(&b, io.LimitReader(f, int64(limit)+1)); {
	case err != nil:
		return nil, err
	case n > int64(limit):
		return nil, fmt.Errorf("%s %w", path, errTooLarge)
	}
	return b.Bytes(), nil
}
