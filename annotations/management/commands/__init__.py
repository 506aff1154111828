"""One file a command; each parses, calls actions, and says in one line what went wrong."""
