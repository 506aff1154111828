"""Promises of annotations/records."""
