"""Promises of annotations/tasks.py, with real workers where it matters."""
