package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/pinsetup/pinsetup/assets"
)

// What the API says, word for word (facts: API description, observed calls).
const (
	notTrial    = "Your application consumer type is not supported, please contact support."
	noCreating  = "Apps with Trial access may not create Pins in production https://api.pinterest.com - use API Sandbox https://api-sandbox.pinterest.com instead."
	missingText = "Your token does not have sufficient permissions to perform this operation. Please ensure your token is authorized with the correct set of scopes. Missing: [%s]"
)

// serveAPI answers every operation of the API description: its scopes are
// checked, its quota counts; the account, boards and Pins are there to be read.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	s.wait(r, s.options.Latency)
	path, sandbox := strings.CutPrefix(r.URL.Path, "/sandbox")
	path = strings.TrimPrefix(path, "/v5")
	if s.strike(w, r, placeOf(r.Method, path)) {
		return
	}
	token, known := s.bearer(r)
	if !known || sandbox { // tokens here are production's
		dropLimits(w)
		sendError(w, http.StatusUnauthorized, 2, "Authentication failed.")
		return
	}
	if s.scenario.Tier == "pending" {
		sendError(w, http.StatusUnauthorized, 3, notTrial)
		return
	}
	operation, ok := operationFor(r.Method, path)
	if !ok {
		sendError(w, http.StatusNotFound, http.StatusNotFound, "Not found.")
		return
	}
	if missing := missingScopes(operation, r, token.scopes); len(missing) > 0 {
		quoted := "'" + strings.Join(missing, "', '") + "'"
		sendError(w, http.StatusUnauthorized, 3, fmt.Sprintf(missingText, quoted))
		return
	}
	if !s.spend(w, operation.Category) {
		sendQuotaUsedUp(w)
		return
	}
	if operation.Method == http.MethodGet {
		s.read(w, r, operation)
		return
	}
	s.write(w, r, operation)
}

// placeOf names the place for faults.
func placeOf(method, path string) string {
	switch {
	case method != http.MethodGet:
		return "write"
	case path == "/user_account":
		return "account"
	default:
		return "read"
	}
}

func (s *Server) bearer(r *http.Request) (grant, bool) {
	value, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return grant{}, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	token, known := s.tokens[value]
	return token, known && token.kind != "refresh" && s.now().Before(token.expires)
}

// operationFor finds the operation of a path: the one with the most literal
// segments, so that /pins/analytics isn't taken for /pins/{pin_id}.
func operationFor(method, path string) (best assets.Operation, ok bool) {
	parts, most := strings.Split(path, "/"), -1
	for _, o := range assets.Operations() {
		pattern := strings.Split(o.Path, "/")
		if o.Method != method || len(pattern) != len(parts) {
			continue
		}
		literal := 0
		for i, part := range pattern {
			switch {
			case strings.HasPrefix(part, "{") && parts[i] != "":
			case part == parts[i]:
				literal++
			default:
				literal = -1
			}
			if literal < 0 {
				break
			}
		}
		if literal > most {
			best, most, ok = o, literal, true
		}
	}
	return best, ok
}

// missingScopes returns what the token lacks. Secret boards want their own
// scope beside the operation's; that this is refused, and not left out of the
// list, is inferred.
func missingScopes(o assets.Operation, r *http.Request, granted []string) []string {
	needed := slices.Clone(o.Scopes)
	if o.Path == "/boards" && r.URL.Query().Get("privacy") == "SECRET" {
		needed = append(needed, "boards:read_secret")
	}
	return slices.DeleteFunc(needed, func(name string) bool { return slices.Contains(granted, name) })
}

type list struct {
	Items    []any   `json:"items"`
	Bookmark *string `json:"bookmark"`
}

func (s *Server) read(w http.ResponseWriter, r *http.Request, o assets.Operation) {
	answer := list{Items: []any{}}
	switch last := o.Path[strings.LastIndex(o.Path, "/")+1:]; {
	case o.Path == "/user_account":
		send(w, http.StatusOK, s.account())
		return
	case o.Path == "/boards":
		answer.Items = s.boards(r.URL.Query().Get("privacy"))
	case o.Path == "/pins":
		answer.Items = append(answer.Items, map[string]any{
			"id": "813744226420795884", "title": "First flush", "board_id": "549755885175", "media": map[string]any{"media_type": "image"},
		})
	case strings.Contains(o.Path, "analytics"):
		send(w, http.StatusOK, map[string]any{})
		return
	case strings.HasPrefix(last, "{board"):
		sendError(w, http.StatusNotFound, 40, "Board not found.")
		return
	case strings.HasPrefix(last, "{pin"):
		sendError(w, http.StatusNotFound, 50, "Pin not found.")
		return
	case strings.HasPrefix(last, "{"):
		sendError(w, http.StatusNotFound, http.StatusNotFound, "Not found.")
		return
	}
	send(w, http.StatusOK, answer)
}

// account is the schema Account of the API description.
func (s *Server) account() map[string]any {
	account := map[string]any{
		"id": "549755885175", "username": s.scenario.Username, "account_type": s.scenario.AccountType,
		"business_name": *s.scenario.Business, "profile_image": nil, "website_url": "", "about": "",
		"board_count": 2, "pin_count": 1, "follower_count": 12, "following_count": 3, "monthly_views": 480,
	}
	if *s.scenario.Business == "" {
		account["business_name"] = nil
	}
	return account
}

func (s *Server) boards(privacy string) []any {
	boards := []any{}
	if privacy != "SECRET" {
		boards = append(boards, map[string]any{"id": "549755885175", "name": s.scenario.Board, "privacy": "PUBLIC", "pin_count": 1})
	}
	if privacy == "SECRET" || privacy == "ALL" || privacy == "PUBLIC_AND_SECRET" {
		boards = append(boards, map[string]any{"id": "549755885176", "name": "Surprises", "privacy": "SECRET", "pin_count": 0})
	}
	return boards
}

// write answers the writes whose answer is known. Nothing is kept: a read
// afterwards shows what it showed before.
func (s *Server) write(w http.ResponseWriter, r *http.Request, o assets.Operation) {
	trial := s.scenario.Tier == "trial"
	switch name := o.Method + " " + o.Path; {
	case name == "POST /pins" && trial:
		sendError(w, http.StatusForbidden, 29, noCreating)
	case name == "PATCH /pins/{pin_id}" && trial:
		sendError(w, http.StatusUnauthorized, 3, "Your application does not have access to this restricted feature: pin_edit")
	case name == "POST /pins" || name == "POST /boards":
		body := map[string]any{}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			sendError(w, http.StatusBadRequest, 1, "Invalid request body")
			return
		}
		body["id"], body["created_at"] = "549755885999", s.now().UTC().Format(time.DateTime)
		send(w, http.StatusCreated, body)
	default:
		sendError(w, http.StatusNotImplemented, http.StatusNotImplemented, "The simulated Pinterest does not carry out "+name+".")
	}
}
