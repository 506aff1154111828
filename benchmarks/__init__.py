"""Measurements behind our figures: counts, ratios and CPU time, never wall time. Run by `manage.py benchmark`.

Each module has `measure() -> list[Figure]`. The database is a throwaway one, made and dropped by the command.
"""
