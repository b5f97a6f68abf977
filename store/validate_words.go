package store

import "strings"

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
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", ".", "", " ", "").Replace(key))
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
	return nearest(key, known)
}

// nearest returns the word that was likely meant, or "".
func nearest(word string, words []string) string {
	best, least := "", min(len(word)/3, 3)+1
	for _, w := range words {
		if d := distance(word, w, least); d < least {
			best, least = w, d
		}
	}
	return best
}

// distance returns how many characters have to be added, removed, changed or
// swapped with their neighbour to make b of a (optimal string alignment); at
// least limit where it is more than that.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if max(len(x)-len(y), len(y)-len(x)) >= limit {
		return limit
	}
	before, row, next := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		next[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			next[j+1] = min(row[j]+cost, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row, next = row, next, before
	}
	return row[len(y)]
}
