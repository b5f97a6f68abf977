// Package safe keeps secrets out of what people and programs read, and keeps
// text from outside from doing harm where it is shown. Everything that
// pinsetup prints, logs or serves passes through it.
package safe
