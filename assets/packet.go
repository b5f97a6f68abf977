package assets

import (
	"sync"

	"github.com/pinsetup/pinsetup/assets/finding"
)

// A PacketText holds the sentences of the review packet. {name} in them is
// replaced by package steps/packet, with Fill.
type PacketText struct {
	// Intro stands below the title.
	Intro string `toml:"intro"`
	// Data are statements about what happens with the data of users.
	Data []string `toml:"data"`
	// DataMissing are the questions about it that no field answers.
	DataMissing []string `toml:"dataMissing"`
	// Screenshots are the pictures to take.
	Screenshots []string `toml:"screenshots"`
	// Scenes are the parts of the demo video, in order.
	Scenes []PacketScene `toml:"scene"`
	// Notes are for the applicant.
	Notes []PacketNote `toml:"note"`
}

// A PacketScene is one part of the demo video.
type PacketScene struct {
	Title string `toml:"title"`
	Text  string `toml:"text"`
}

// A PacketNote is advice for some applicants.
type PacketNote struct {
	// When says for whom: "trial" (the app has no Standard access and the
	// action needs it), "internal" (an app for one's own accounts).
	When     string           `toml:"when"`
	Text     string           `toml:"text"`
	Evidence finding.Evidence `toml:"evidence"`
}

var packetText = sync.OnceValue(func() PacketText {
	var doc PacketText
	catalogue("packet", &doc)
	return doc
})

// Packet returns the sentences of the review packet. Don't change its slices.
func Packet() PacketText { return packetText() }

// Fill replaces each {name} in text by the argument that follows the name.
func Fill(text string, args ...string) string { return filler(args)(text) }
