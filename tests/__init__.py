"""Promises of the product; the same floors as the product has, and the cast in conftest.py."""
