package steps

import (
	"strings"

	"github.com/pinsetup/pinsetup/assets/finding"
	"github.com/pinsetup/pinsetup/steps/packet"
	"github.com/pinsetup/pinsetup/steps/rules"
)

// A Packet says where the review packet was written last; "" for nowhere.
type Packet struct {
	Path string
	// writing says that the page is left as soon as it is written.
	writing bool
}

// PacketText returns the review packet as it stands. What looks like a secret in a
// wrong field is missing in it: others read it.
func (s State) PacketText() string {
	get := func(key string) string {
		if value := s.Get(key); !rules.Secretive(key, value) {
			return value
		}
		return ""
	}
	return packet.Markdown(get, strings.Fields(s.Get(keyScopes)), strings.Fields(s.Get(keyTasks)))
}

// writePacket has the packet written before its page is left: where that
// fails, it has to be seen there.
func (s State) writePacket() (State, []Effect) {
	s.packet.writing = true
	return s, []Effect{WritePacket{Path: s.Get(keyPacketFile), Markdown: s.PacketText()}}
}

// packetWritten leaves the page, or says what went wrong. That stands until
// another path is entered, or the page is left once more.
func (s State) packetWritten(e PacketWritten) (State, []Effect) {
	leave := s.packet.writing && s.page == packetPage
	s.packet.writing = false
	if e.Finding != nil {
		s.looks = with(s.looks, keyPacketFile, look{s.Get(keyPacketFile), []finding.Finding{*e.Finding}})
		return s.touch(keyPacketFile), nil
	}
	s.packet.Path = e.Path
	if !leave {
		return s, nil
	}
	return s.goOn()
}
