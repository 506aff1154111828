"""Readers of the process environment: each returns a checked value or ends the process with one clear line.

Standard library only: the supervisor and the settings both read through here.
"""

import argparse
import contextlib
import os
import secrets
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]", ".localhost")
TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})
MINIMUM_KEY_LENGTH = 50


def refuse(message: str) -> NoReturn:
    """End the process with one line: nonsense in the environment has no stack worth reading."""
    sys.exit(f"Settings: {message}")


def read_text(name: str, *, default: str = "") -> str:
    """Return a variable without surrounding blanks; an empty one counts as not set."""
    return os.environ.get(name, "").strip() or default


def read_bool(name: str, *, default: bool) -> bool:
    """Return a yes or no."""
    word = read_text(name).lower()
    if not word:
        return default
    if word in TRUE_WORDS | FALSE_WORDS:
        return word in TRUE_WORDS
    refuse(f"{name} is {word!r}. Set it to 1 or 0.")


def read_whole_number(name: str, *, default: int, lowest: int, highest: int) -> int:
    """Return a whole number inside its limits."""
    text = read_text(name, default=str(default))
    if text.isascii() and text.isdecimal() and lowest <= int(text) <= highest:
        return int(text)
    refuse(f"{name} is {text!r}. Set it to a whole number from {lowest} to {highest}.")


def read_words(name: str, *, default: str = "") -> list[str]:
    """Return a comma-separated list."""
    return [word.strip() for word in read_text(name, default=default).split(",") if word.strip()]


def read_hosts(name: str) -> list[str]:
    """Return the host names the site answers to; without any, the names of this machine."""
    hosts = read_words(name) or list(LOCAL_HOSTS)
    for host in hosts:
        if "/" in host or " " in host:
            refuse(
                f"{name} holds {host!r}. List host names only, such as facts.example.org, without https:// or a path."
            )
    return hosts


def public_hosts(hosts: list[str]) -> list[str]:
    """Return the hosts under which other machines reach the site: any makes this a production site."""
    return [host for host in hosts if host not in LOCAL_HOSTS]


def data_directory() -> Path:
    """Return the folder for the database, keys and logs, made on first use and readable by its owner only."""
    folder = Path(read_text("FACTCHECK_DATA_DIR", default=str(BASE_DIR / "var"))).expanduser().resolve()
    return _made(folder)


def subfolder(folder: Path, name: str) -> Path:
    """Return a folder inside the data folder, made on first use."""
    return _made(folder / name)


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = f"the data folder {folder} cannot be made ({error.strerror})"
        refuse(f"{reason}. Set FACTCHECK_DATA_DIR to a folder you can write.")
    return folder


def adopt_data_directory(argv: list[str]) -> None:
    """Take `--data-dir` from a command line, since the settings are read before any command parses its own."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--data-dir", nargs="?")
    folder = parser.parse_known_args(argv[1:])[0].data_dir
    if folder:
        os.environ["FACTCHECK_DATA_DIR"] = folder


def secret_key(folder: Path, *, production: bool) -> str:
    """Return DJANGO_SECRET_KEY; a site only this machine reaches keeps a generated one in its data folder."""
    key = read_text("DJANGO_SECRET_KEY")
    if production and len(key) < MINIMUM_KEY_LENGTH:
        refuse(
            f"DJANGO_SECRET_KEY is missing or under {MINIMUM_KEY_LENGTH} characters, and ALLOWED_HOSTS opens the "
            "site to other machines. Set it to a long random text."
        )
    return key or _kept_key(folder / "secret_key")


def _kept_key(path: Path) -> str:
    try:
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(50))
        key = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        refuse(f"the secret key in {path} cannot be kept ({error}). Make the folder writable or set DJANGO_SECRET_KEY.")
    return key or refuse(f"{path} is empty. Delete it to get a new key.")


def _write_once(path: Path, text: str) -> None:
    # Processes that start together race here: the link is atomic, so all of them read the key of the first.
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        draft = Path(folder, path.name)
        draft.touch(mode=0o600)
        draft.write_text(text, encoding="ascii")
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
