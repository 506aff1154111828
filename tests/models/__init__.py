"""Promises of annotations/models."""
