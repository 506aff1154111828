"""Pages for people: a request in, a page out. Objects come through `access`, changes go through `actions`."""
