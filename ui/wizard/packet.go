package wizard

import (
	"strings"

	"github.com/pinsetup/pinsetup/steps/packet"
)

// packet shows the review packet below its page's field, as it would be written.
func (m *model) packet(c *canvas) {
	if !m.shows("review.packet") {
		return
	}
	for line := range strings.SplitSeq(m.state.PacketText(), "\n") {
		style := m.theme.Text
		switch {
		case strings.HasPrefix(line, "#"):
			style = m.theme.Strong
		case strings.Contains(line, packet.Mark):
			style = m.theme.Warn
		}
		lead := ""
		if strings.HasPrefix(line, "- ") {
			lead, line = "- ", line[2:]
		}
		c.add(hang(lead, line, style, c.width)...)
	}
}

func (m *model) shows(page string) bool { return m.state.Page().ID == page }
