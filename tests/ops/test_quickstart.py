"""What `quickstart` refuses before it touches anything, each in one line."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from factcheck.environment import BASE_DIR


def quickstart(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a newcomer does, in an environment of its own."""
    command = [sys.executable, "manage.py", "quickstart", "--data-dir", str(folder), *words]
    environment = {"PATH": os.environ["PATH"], "FACTCHECK_VENV": sys.prefix, **variables}
    return subprocess.run(
        command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def only_line(ended: subprocess.CompletedProcess[str]) -> str:
    lines = ended.stderr.strip().splitlines()
    assert ended.returncode == 1
    assert len(lines) == 1, ended.stderr
    return lines[0]


def test_port_in_use_is_told_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        told = only_line(quickstart(tmp_path, "--port", str(port)))
    assert f"Port {port} is in use. Choose another: quickstart --port" in told
    assert not (tmp_path / "db.sqlite3").exists()


def test_port_of_the_system_is_refused(tmp_path: Path) -> None:
    assert "Port 80 is not between 1024 and 65535" in only_line(quickstart(tmp_path, "--port", "80"))


def test_unwritable_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "to a folder you can write" in only_line(quickstart(tmp_path / "file" / "data"))


def test_public_site_is_refused(tmp_path: Path) -> None:
    ended = quickstart(tmp_path, ALLOWED_HOSTS="facts.example.org", DJANGO_SECRET_KEY="only-for-this-test-" * 4)
    assert "quickstart serves this machine only" in only_line(ended)
