"""Settings from the environment: nonsense ends in one line, production is safe, one machine alone just works."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from factcheck.environment import BASE_DIR

KEY = "a-long-random-text-that-only-the-tests-know-0123456789"
SHOW = """
import json
from factcheck import settings
names = ("PRODUCTION", "SECRET_KEY", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT",
         "SECURE_HSTS_SECONDS", "CSRF_TRUSTED_ORIGINS", "MAX_UPLOAD_BYTES", "ENGINES", "CELERY_BROKER_URL")
print(json.dumps({**{name: getattr(settings, name) for name in names},
                  "ENGINE": settings.DATABASES["default"]["ENGINE"],
                  "OPTIONS": settings.DATABASES["default"]["OPTIONS"]}))
"""


def start(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process that knows nothing but these variables."""
    environment = {"PATH": os.environ["PATH"], "FACTCHECK_DATA_DIR": str(folder / "data"), **variables}
    return subprocess.run(
        [sys.executable, "-c", SHOW], cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"DATABASE_URL": "mysql://one"}, "DATABASE_URL starts with 'mysql'"),
        ({"DATABASE_URL": "postgres://user:pass@host:port/name"}, "DATABASE_URL cannot be read"),
        ({"REDIS_URL": "http://one"}, "REDIS_URL starts with 'http'"),
        ({"DJANGO_DEBUG": "perhaps"}, "DJANGO_DEBUG is 'perhaps'. Set it to 1 or 0."),
        ({"FACTCHECK_MAX_UPLOAD_MB": "-1"}, "Set it to a whole number from 1 to 1024."),
        ({"FACTCHECK_MAX_UPLOAD_MB": "ten"}, "FACTCHECK_MAX_UPLOAD_MB is 'ten'"),
        ({"ALLOWED_HOSTS": "https://facts.example.org/"}, "List host names only"),
        ({"ALLOWED_HOSTS": "facts.example.org"}, "DJANGO_SECRET_KEY is missing"),
        ({"ALLOWED_HOSTS": "facts.example.org", "DJANGO_SECRET_KEY": "short"}, "under 50 characters"),
        ({"ALLOWED_HOSTS": "*", "DJANGO_SECRET_KEY": KEY, "DJANGO_DEBUG": "1"}, "Switch it off"),
    ],
)
def test_nonsense_ends_in_one_line(tmp_path: Path, variables: dict[str, str], told: str) -> None:
    ended = start(tmp_path, **variables)
    assert ended.returncode == 1
    assert told in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


def test_data_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    ended = start(tmp_path)
    assert ended.returncode == 1
    assert "Set FACTCHECK_DATA_DIR to a folder you can write." in ended.stderr


def test_one_machine_alone_needs_no_variable(tmp_path: Path) -> None:
    found = json.loads(start(tmp_path).stdout)
    assert found["PRODUCTION"] is False
    assert found["SESSION_COOKIE_SECURE"] is False
    assert found["ENGINE"] == "django.db.backends.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert found["ENGINES"] == ["rules"]
    assert found["MAX_UPLOAD_BYTES"] == 10 * 1024 * 1024


def test_generated_key_is_kept_for_the_owner_alone(tmp_path: Path) -> None:
    first, second = (json.loads(start(tmp_path).stdout)["SECRET_KEY"] for _ in range(2))
    assert first == second
    assert len(first) >= 50
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_production_goes_over_https_only(tmp_path: Path) -> None:
    found = json.loads(start(tmp_path, ALLOWED_HOSTS="facts.example.org,.example.net", DJANGO_SECRET_KEY=KEY).stdout)
    assert found["PRODUCTION"] is True
    assert found["SECRET_KEY"] == KEY
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is found["SECURE_SSL_REDIRECT"] is True
    assert found["SECURE_HSTS_SECONDS"] > 0
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://facts.example.org", "https://*.example.net"]


def test_postgresql_connections_are_pooled(tmp_path: Path) -> None:
    found = json.loads(start(tmp_path, DATABASE_URL="postgres://one@db.example/facts").stdout)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert found["OPTIONS"]["pool"]["max_size"] >= 8
