package auth

import (
	"fmt"
	"slices"
	"testing"
)

// seenBefore are the failures that people have reported, by their number in the
// project's list of facts: what they saw, as they would paste it, and what has
// to be made of it.
var seenBefore = []struct {
	number int
	text   string
	want   string
}{
	{1, "My apps says: Trial access pending. App secret key unavailable", "portal.secret-withheld"},
	{2, `HTTP/1.1 401 Unauthorized` + "\n\n" + `{"code":3,"message":"Your application consumer type is not supported, please contact support."}`, "api.not-approved"},
	{3, "Your application consumer type is not supported, please contact support. My account is still a personal one.", "api.not-approved"},
	{4, "POST /v5/oauth/token 401 " + `{"code":2,"message":"Authentication failed."}`, "exchange.wrong-secret"},
	{5, "Authorization: 1534758:89abcdef0123456789abcdef0123456789abcdef\n401", "exchange.raw-header"},
	{6, "oauth/token: 400 " + `{"code":1,"message":"Invalid request body"}`, "exchange.body-credentials"},
	{7, `GET https://api.pinterest.com/v5/user_account: 401 {"code":2,"message":"Authentication failed.","status":"failure"}`, "api.token-refused"},
	{8, `401 {"code":2} right after the consent, on api-sandbox.pinterest.com`, "api.environment"},
	{9, `{"code":3,"message":"Your token does not have sufficient permissions to perform this operation. Please ensure your token is authorized with the correct set of scopes. Missing: ['boards:write']"}`, "api.missing-boards-write"},
	{10, `GET https://api.pinterest.com/v5/pins/813744226420795884 Your token does not have sufficient permissions to perform this operation.`, "api.missing-boards-read"},
	{11, `403 {"code":29,"message":"Apps with Trial access may not create Pins in production https://api.pinterest.com - use API Sandbox https://api-sandbox.pinterest.com instead."}`, "api.trial-pins"},
	{12, `{"code":3,"message":"Your application does not have access to this restricted feature: pin_edit"}`, "api.restricted"},
	{12, `{"code":3,"message":"Your application does not have access to this restricted feature: pin_search"}`, "api.restricted"},
	{13, `PATCH /v5/boards/1 {"privacy":"SECRET"} 403 {"code":29,"message":"You are not permitted to access that resource."}`, "api.secret-board"},
	{14, "I created Pins, but nobody else can see them", "api.trial-visibility"},
	{15, `{"status":"failure","code":7,"message":"You are not permitted to access that resource.","data":"The provided redirect_uri https://acme.example/cb does not match any of the registered redirect URIs."}`, "authorize.redirect-mismatch"},
	{16, "redirect URI does not match, though the URI is in the field", "authorize.redirect-not-added"},
	{17, `{"code":7,"data":"The provided redirect_uri http://acme.example/cb does not match any of the registered redirect URIs."}`, "authorize.redirect-http"},
	{18, `{"status":"failure","code":283,"data":"Invalid Application ID","message":"The authorization grant is invalid","endpoint_name":"oauth_connect"}`, "authorize.old-address"},
	{19, `{"code":1,"message":"Invalid parameters","data":"Missing required field 'scope'"}`, "authorize.no-scope"},
	{20, "invalid scopes requested", "authorize.invalid-scopes"},
	{21, `POST /v5/oauth/token HTTP/1.1 401 {"error":"invalid_grant"}`, "exchange.not-reviewed"},
	{22, `POST /v5/oauth/token HTTP/1.1 400 {"error":"invalid_grant"}`, "exchange.code-refused"},
	{23, `{"code":12,"message":"Something went wrong on our end. Sorry about that."}`, "api.outage"},
	{24, "grant_type=refresh_token HTTP 401 unauthorized", "refresh.refused"},
	{25, `{"refresh_token_expires_in":31536000}`, "refresh.old-lifetime"},
	{26, "https://api.pinterest.com/v3/users/me/ asks to reconnect", "api.old-version"},
	{27, "I used Generate access token, reads work and POST fails", "portal.quick-token"},
	{28, "Your request for Trial access was rejected: privacy policy", "portal.rejected"},
	{29, "Trial access rejected. I had left the redirect URI empty", "portal.rejected-no-redirect"},
	{30, "Demo did not show Pinterest integration", "portal.demo-refused"},
	{30, "Demo did not show full Oauth flow", "portal.demo-refused"},
	{31, `429 {"code":8,"message":"This request exceeded a rate limit. This can happen if the client exceeds one\nof the published rate limits within a short time window."}`, "api.rate-limited"},
	{32, `429 {"code":8,"message":"Sorry! You have been stopped by a block (Pins) we have in place to combat spam"}`, "api.spam-blocked"},
	{33, `{"code":1,"message":"Invalid request: 'my-board' does not match '^\\d+$'"}`, "api.not-numeric"},
	{34, "the wrong Pinterest account got connected", "authorize.wrong-account"},
	{35, "App is deactivated. Please submit appeal in Help Center.", "debugger.app-deactivated"},
	{35, "User is deactivated. Please reactivate your account.", "debugger.user-deactivated"},
	{35, "Session is expired. Please generate a new token.", "debugger.session-expired"},
	{36, "I can't create another app", "portal.five-apps"},
	{37, "client_credentials: two-factor authentication is required", "client.two-factor"},
	{38, "the secret had a trailing space", "exchange.spaces"},
	{39, `{"code":"rest_forbidden","message":"Sorry, you are not allowed to do that."}`, "callback.rest-forbidden"},
	{40, "the scope was added later than the token", "api.scope-added-later"},
}

func TestEveryFailureThatWasSeenBeforeIsExplained(t *testing.T) {
	tried := map[int]bool{}
	for _, row := range seenBefore {
		tried[row.number] = true
		var got []string
		for _, f := range Explain(row.text) {
			got = append(got, f.ID)
		}
		// A code that stands for several things is answered with all of them.
		if got[0] != row.want && (got[0] != "explain.several" || !slices.Contains(got, row.want)) {
			t.Errorf("%d: %q is %v, want %s", row.number, row.text, got, row.want)
		}
	}
	if len(tried) != 40 {
		t.Errorf("%d of the 40 are tried", len(tried))
	}
	t.Logf("%d texts", len(seenBefore))
}

// numbersOfPinterest are its codes with their statuses and messages, as far as
// they are known, and what a live test or check makes of each.
var numbersOfPinterest = []struct {
	where, code string
	status      int
	message     string
	want        string
}{
	{"token", "1", 400, "Invalid request body", "exchange.not-understood"},
	{"api", "1", 400, "Invalid request: 'x' does not match '^\\d+$'", "api.not-numeric"},
	{"api", "1", 400, "Invalid parameters", "api.invalid-request"},
	{"token", "2", 401, authFailed, "exchange.wrong-secret"},
	{"api", "2", 401, authFailed, "api.token-refused"},
	{"fresh", "2", 401, authFailed, "api.environment"},
	{"api", "2", 404, "AdAccount not found.", "api.ad-account"},
	{"api", "3", 401, scopeAnswer + " Missing: ['ads:write']", "api.missing-scope"},
	{"api", "3", 401, "Your application consumer type is not supported, please contact support.", "api.not-approved"},
	{"api", "3", 401, "Your application does not have access to this restricted feature: pin_edit", "api.restricted"},
	{"api", "3", 401, "Authorization failed.", "api.refused"},
	{"api", "7", 401, "Not authorized to access board or Pin.", "api.not-yours"},
	{"authorize", "7", 0, notAllowed, "authorize.redirect-mismatch"},
	{"api", "8", 429, rateAnswer, "api.rate-limited"},
	{"api", "12", 500, "Something went wrong on our end. Sorry about that.", "api.outage"},
	{"token", "12", 503, "Something went wrong on our end. Sorry about that.", "api.outage"},
	{"api", "29", 403, notAllowed, "api.forbidden"},
	{"api", "29", 401, notAllowed, "api.forbidden"},
	{"api", "29", 403, trialAnswer, "api.trial-pins"},
	{"api", "30", 404, "User not found.", "api.user-not-found"},
	{"api", "30", 429, "rate limit", "api.rate-limited"},
	{"api", "40", 404, "Board not found.", "api.board-not-found"},
	{"api", "50", 404, "Pin not found.", "api.pin-not-found"},
	{"authorize", "283", 0, "The authorization grant is invalid", "authorize.old-address"},
	{"api", "403", 403, "Not authorized to access the user account.", "api.account-forbidden"},
	{"api", "404", 404, "Not found", "api.not-found"},
	{"api", "409", 409, "Conflict", "api.conflict"},
	{"api", "400", 400, "Bad request", "api.invalid-request"},
	{"api", "500", 500, "Internal", "api.outage"},
	{"api", "654", 403, "", "api.business-account"},
	{"api", "654", 409, "", "api.business-account"},
	{"api", "2625", 403, "", "api.account-disapproved"},
	{"api", "2625", 409, "", "api.account-disapproved"},
	{"api", "2626", 403, "", "api.account-in-review"},
	{"api", "2626", 409, "", "api.account-in-review"},
	{"api", "4169", 403, "", "api.website-unverified"},
	{"api", "4169", 409, "", "api.website-unverified"},
	{"api", "1104", 400, "The token you provided is not valid or has expired.", "api.page-token"},
}

func TestEveryNumberOfPinterestIsDiagnosedAndExplainedAlike(t *testing.T) {
	for _, row := range numbersOfPinterest {
		if got := Diagnose(Symptom{Where: row.where, Status: row.status, Code: row.code, Message: row.message}); got.ID != row.want {
			t.Errorf("%+v is %s", row, got.ID)
		}
		if row.where == "fresh" || row.message == "" {
			continue // nobody can see in a text how old a token is
		}
		place := map[string]string{"token": "POST https://api.pinterest.com/v5/oauth/token", "api": "GET https://api.pinterest.com/v5/x"}[row.where]
		text := fmt.Sprintf("%s HTTP/1.1 %d {\"code\":%s,\"message\":%q}", place, row.status, row.code, row.message)
		var got []string
		for _, f := range Explain(text) {
			got = append(got, f.ID)
		}
		want := row.want
		if want == "exchange.not-understood" {
			want = "exchange.body-credentials" // what pinsetup itself never does
		}
		if !slices.Contains(got, want) {
			t.Errorf("%q is explained as %v, not %s", text, got, want)
		}
	}
	t.Logf("%d numbers", len(numbersOfPinterest))
}
