package auth

import "context"

// PortTaken reports whether another program listens where the live test would
// receive the callback of the redirect URI, and names it where the system tells:
// "python3 (process 4711)". It finds out by listening for a moment itself.
// false for a redirect URI that leads elsewhere, where nothing has to listen.
func PortTaken(ctx context.Context, redirectURI string) (owner string, taken bool) {
	t := targetOf(redirectURI)
	for _, address := range t.addresses {
		listener, err := listenTCP(ctx, "tcp", address)
		if err == nil {
			_ = listener.Close()
		} else if isOneOf(err, busyErrnos) {
			return whoListens(ctx, address), true
		}
	}
	return "", false
}
