"""Promises of annotations/formats."""
