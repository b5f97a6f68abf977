package export

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/pinsetup/pinsetup/store/appmixer"
)

// appmixerID reports whether Appmixer takes the ID: vendor:service[:module].
func appmixerID(id string) bool { return appmixer.CheckID(id) == nil }

func (in Input) appmixer() appmixer.Config { return appmixer.ConfigOf(in.ID, in.Service, in.Secret) }

// appmixerJSON writes the body of Appmixer's POST /service-config.
func appmixerJSON(in Input) ([]byte, error) {
	c := in.appmixer()
	return jsonDocument(struct {
		ServiceID    string `json:"serviceId"`
		ClientID     string `json:"clientId,omitempty"`
		ClientSecret string `json:"clientSecret,omitempty"`
		CallbackURL  string `json:"callbackUrl,omitempty"`
	}{c.ServiceID, c.ClientID, c.ClientSecret.Reveal(), c.CallbackURL})
}

// terraform writes a resource of the community provider for Appmixer
// (vgmello/terraform-provider-appmixer). The secret is a variable: what stands
// in Terraform files ends up in git.
func terraform(in Input) ([]byte, error) {
	c := in.appmixer()
	label := identifier(in.ID)
	var items strings.Builder
	for _, kv := range [][2]string{{"clientId", c.ClientID}, {"callbackUrl", c.CallbackURL}} {
		if kv[1] != "" {
			fmt.Fprintf(&items, "    %s = %s\n", kv[0], quoteHCL(kv[1]))
		}
	}
	return fmt.Appendf(nil, `# Needs the community provider "appmixer" (vgmello/terraform-provider-appmixer).
# The app secret comes from the environment: TF_VAR_%[1]s_client_secret.

variable "%[1]s_client_secret" {
  type      = string
  sensitive = true
}

resource "appmixer_service_config" "%[1]s" {
  service_id = %[2]s
  items = {
%[3]s  }
  sensitive_items = {
    clientSecret = var.%[1]s_client_secret
  }
}
`, label, quoteHCL(in.ID), items.String()), nil
}

// identifier makes a Terraform identifier of a service ID: "acme_pinterest".
func identifier(id string) string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, id)
	if name = strings.Trim(name, "_"); name == "" || name[0] <= '9' {
		return strings.TrimSuffix("pinterest_"+name, "_")
	}
	return name
}

// quoteHCL writes a quoted template of HCL's native syntax in which nothing is
// a template: ${ and %{ are doubled.
func quoteHCL(value string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i, r := range value {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case (r == '$' || r == '%') && strings.HasPrefix(value[i+1:], "{"):
			b.WriteRune(r)
			b.WriteRune(r)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
