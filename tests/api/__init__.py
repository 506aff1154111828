"""What programs are promised: one file a noun, and one for each rule that holds everywhere."""
