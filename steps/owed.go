package steps

// Owes reports whether an effect has one outcome, however it ends, so that a
// front end which goes line by line can wait for it. A live test has many.
func Owes(e Effect) bool {
	switch e.(type) {
	case ReadConfig, PrepareFile, WriteFile, MendFile, WritePacket, OpenPage, LookAtPort, LookAtIcon, LookAtFolder:
		return true
	}
	return false
}

// Owed reports whether an event is the outcome of an effect that owes one.
func Owed(e Event) bool {
	switch e.(type) {
	case ConfigRead, Prepared, Saved, NotSaved, PacketWritten, Looked:
		return true
	}
	return false
}
