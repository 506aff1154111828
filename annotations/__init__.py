"""Factcheck's one application: every floor of docs/architecture.md is a package below this one."""
