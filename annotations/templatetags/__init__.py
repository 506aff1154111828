"""Template tags: how things look in HTML; no queries, no writes."""
