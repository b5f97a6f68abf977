package assets

import (
	"slices"
	"testing"
)

func TestATaskNeedsTheScopesOfItsOperations(t *testing.T) {
	publish, ok := TaskByID("publish-pins")
	want := []string{"boards:read", "boards:write", "pins:read", "pins:write"}
	if !ok || !slices.Equal(publish.Scopes, want) {
		t.Errorf("publish-pins needs %v, want %v", publish.Scopes, want)
	}
	t.Logf("%d scopes, %d tasks, %d operations", len(Scopes()), len(Tasks()), len(Operations()))
}
