#!/usr/bin/env python3
"""Run a command of the project; the environment it needs is made on the first call."""

import importlib
import os
import sys

from factcheck import bootstrap


def main() -> None:
    """Enter the environment, then hand the command line to Django, which exists only there."""
    bootstrap.ensure(sys.argv)
    importlib.import_module("factcheck.environment").adopt_data_directory(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    importlib.import_module("django.core.management").execute_from_command_line(sys.argv)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
