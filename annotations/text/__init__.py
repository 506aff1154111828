"""Plain strings and offsets: pure functions over text, standard library only, knowing no label and no document."""
