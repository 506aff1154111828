"""The production files: valid by Compose itself, without default secrets, and with nothing left open."""

import importlib.util
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from factcheck.environment import BASE_DIR

FILE = BASE_DIR / "docker-compose.yml"
SECRETS = {"ALLOWED_HOSTS": "facts.example.org", "DJANGO_SECRET_KEY": "k" * 60, "POSTGRES_PASSWORD": "p"}
OURS = ("migrate", "web", "worker", "beat")


def compose(text: str, folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Let the real Compose read a file; its Python wrapper swallows the exit code, so the program itself is called."""
    spec = importlib.util.find_spec("compose")
    assert spec is not None
    assert spec.origin is not None
    program = Path(spec.origin).with_name("docker-compose")
    (folder / "docker-compose.yml").write_text(text)
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **variables}
    return subprocess.run(
        [program, "config", *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The services as Compose understands them."""
    read = compose(FILE.read_text(), tmp_path_factory.mktemp("compose"), "--format", "json", **SECRETS)
    assert read.returncode == 0, read.stderr
    return json.loads(read.stdout)["services"]


@pytest.mark.parametrize("missing", SECRETS)
def test_missing_secret_is_refused(tmp_path: Path, missing: str) -> None:
    given = {name: value for name, value in SECRETS.items() if name != missing}
    refused = compose(FILE.read_text(), tmp_path, "-q", **given)
    assert refused.returncode != 0
    assert f"required variable {missing} is missing" in refused.stderr


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("restart: unless-stopped", "restrat: unless-stopped"),
        ("database: {condition: service_healthy}", "databse: {condition: service_healthy}"),
        ('volumes: ["broker:/data"]', 'volumes: ["brokr:/data"]'),
        ("interval: 5s", "interval: five seconds"),
        ("networks: [inside]", "networks: [outsied]"),
    ],
)
def test_planted_error_is_found(tmp_path: Path, right: str, wrong: str) -> None:
    text = FILE.read_text()
    assert right in text
    assert compose(text.replace(right, wrong, 1), tmp_path, "-q", **SECRETS).returncode != 0


def test_our_services_run_without_rights(services: dict[str, Any]) -> None:
    for name in OURS:
        assert services[name]["read_only"] is True, name
        assert services[name]["cap_drop"] == ["ALL"], name
        assert services[name]["security_opt"] == ["no-new-privileges:true"], name


def test_only_the_web_server_is_reachable_and_only_from_this_machine(services: dict[str, Any]) -> None:
    published = {name: service["ports"] for name, service in services.items() if service.get("ports")}
    assert list(published) == ["web"]
    assert [port["host_ip"] for port in published["web"]] == ["127.0.0.1"]


def test_every_service_is_watched_or_says_why_not(services: dict[str, Any]) -> None:
    unwatched = {name for name, service in services.items() if service.get("healthcheck", {}).get("disable")}
    assert unwatched == {"migrate", "beat"}
    assert all("healthcheck" in services[name] for name in ("database", "broker", "worker"))
    assert "HEALTHCHECK" in (BASE_DIR / "Dockerfile").read_text()


def test_data_outlive_their_containers(services: dict[str, Any]) -> None:
    kept = {name: [volume["type"] for volume in service.get("volumes", [])] for name, service in services.items()}
    assert kept["database"] == kept["broker"] == ["volume"]


def test_image_installs_by_hash_and_runs_as_nobody() -> None:
    text = (BASE_DIR / "Dockerfile").read_text()
    assert text.startswith("#")
    assert "ARG BASE=python:3.12-slim" in text
    assert "--require-hashes" in text
    assert text.index("\nUSER ") > text.rindex("\nRUN ")


def test_example_of_the_environment_names_every_secret_and_gives_none() -> None:
    text = (BASE_DIR / ".env.example").read_text()
    assert set(re.findall(r"^([A-Z_]+)=$", text, flags=re.M)) == set(SECRETS)
