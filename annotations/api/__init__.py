"""The door for programs: HTTP in, JSON out. `access` hands out objects, `actions` write, `records` spell names."""
