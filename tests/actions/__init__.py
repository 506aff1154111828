"""Promises of annotations/actions."""
