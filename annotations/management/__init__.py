"""Doors for operators: commands of `manage.py`."""
