package store

import (
	"strings"
	"unicode"

	"github.com/pinsetup/pinsetup/assets/near"
)

// synonyms are names that other programs and Pinterest's portal use for a key,
// in small letters and without separators.
var synonyms = map[string]string{
	"appid": "clientId", "consumerid": "clientId", "consumerkey": "clientId", "id": "clientId",
	"appsecret": "clientSecret", "appsecretkey": "clientSecret", "consumersecret": "clientSecret", "secret": "clientSecret",
	"redirecturl": "redirectUri", "callbackurl": "redirectUri", "callbackuri": "redirectUri", "callback": "redirectUri",
	"testredirecturl": "testRedirectUri", "scope": "scopes", "permissions": "scopes",
	"authurl": "authorizeUrl", "authorizationurl": "authorizeUrl", "authorizeuri": "authorizeUrl",
	"accesstokenurl": "tokenUrl", "apibase": "apiUrl", "baseurl": "apiUrl", "apibaseurl": "apiUrl",
}

// bareWord returns a key in small letters and without separators.
func bareWord(key string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '_', '-', '.', ' ':
			return -1
		}
		return unicode.ToLower(r)
	}, key)
}

// likelyKey returns the key that was likely meant by one that isn't known, or
// "". The keys that the table has already are no guess.
func likelyKey(key string, known []string) string {
	bare := bareWord(key)
	for _, k := range known {
		if bareWord(k) == bare || synonyms[bare] == k {
			return k
		}
	}
	return near.Likely(key, known)
}
