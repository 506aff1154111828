"""What leaves as JSON: every name is spelled here, once. Builders read; nothing here saves."""
