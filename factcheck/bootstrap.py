"""Make the environment a fresh machine lacks, then go on inside it: `.venv` from the lock files.

Standard library only, and readable by old Pythons so that they can be told what is missing.
An environment that already holds the packages (a container, an activated virtual environment) is used as it is.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no file locks of this kind: there two first starts at once are not guarded
    fcntl = None  # type: ignore[assignment]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")
# With these importable the environment is somebody's ready-made one; Django alone may be the system's.
LANDMARKS = ("django", "celery", "rest_framework", "a2wsgi", "csp")
TEST_LANDMARKS = (*LANDMARKS, "pytest", "ruff", "mypy")
RUN_LOCK = "requirements.lock"
TEST_LOCK = "requirements-dev.lock"
INSTALLER_LOCK = "requirements-uv.lock"


def ensure(argv: list[str]) -> None:
    """Return inside a complete environment; make or mend ours and start over in it where that is needed."""
    _check_python()
    testing = argv[1:2] == ["test"]
    folder = environment_folder()
    inside = Path(sys.prefix).resolve() == folder
    if not inside and _all_importable(TEST_LANDMARKS if testing else LANDMARKS):
        return
    lock = ROOT / (TEST_LOCK if testing else RUN_LOCK)
    with _alone(folder):
        changed = _prepare(folder, lock)
    if changed or not inside:
        _start_over(folder)


def environment_folder() -> Path:
    """Return where our environment lies: FACTCHECK_VENV, else `.venv` beside manage.py."""
    return Path(os.environ.get("FACTCHECK_VENV") or ROOT / ".venv").expanduser().resolve()


def fingerprint(lock: Path) -> str:
    """Return what a finished environment is stamped with: it changes with the lock file and the interpreter."""
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def is_stamped(folder: Path, lock: Path) -> bool:
    """Tell whether the environment holds exactly what the lock file names."""
    stamp = _stamp(folder, lock)
    return _python(folder).exists() and stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint(lock)


def _check_python() -> None:
    if sys.version_info >= OLDEST_PYTHON:
        return
    newer = next((name for name in NEWER_PYTHONS if shutil.which(name)), None)
    remedy = f"run it with {newer}, which is here" if newer else "install Python 3.11 or newer and run it with that"
    _give_up(f"Python 3.11 or newer is needed and this is {sys.version.split()[0]}: {remedy}.")


def _all_importable(names: tuple[str, ...]) -> bool:
    return all(importlib.util.find_spec(name) is not None for name in names)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    # Two first starts at once (quickstart here, test there) must not build into the same folder.
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    with Path(tempfile.gettempdir(), f"factcheck-venv-{name}.lock").open("a", encoding="ascii") as handle:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _prepare(folder: Path, lock: Path) -> bool:
    if is_stamped(folder, lock):
        return False
    began = time.monotonic()
    _say(f"Preparing the environment in {folder} (once, about a minute).")
    _make(folder)
    _install(folder, lock)
    # The longer list holds the shorter one.
    for done in {lock, ROOT / RUN_LOCK}:
        _stamp(folder, done).write_text(fingerprint(done), encoding="ascii")
    _say(f"The environment is ready after {time.monotonic() - began:.0f} seconds.")
    return True


def _make(folder: Path) -> None:
    if _works(_python(folder)):
        return
    try:
        # Half-made, or made by a Python that is gone.
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    except OSError as error:
        _give_up(f"{folder} cannot be made ({error.strerror}): set FACTCHECK_VENV to a folder you can write.")
    # --without-pip: with pip the module fails on a bare Debian, which keeps ensurepip in a package of its own.
    code, words = _run("making the folder", [sys.executable, "-m", "venv", "--without-pip", str(folder)])
    if code:
        _give_up(f"Python's venv module failed ({words}): install it, on Debian with apt-get install python3-venv.")


def _install(folder: Path, lock: Path) -> None:
    uv = _uv(folder)
    if uv:
        code, words = _run("installing the packages", [uv, "pip", "install", "-q", *_to(folder), *_from(lock)])
        if not code:
            return
        _say(f"uv could not ({words}); trying pip, which takes longer.")
    pip = _pip(folder)
    if pip is None:
        _give_up("neither pip nor uv is found: install one, on Debian with apt-get install python3-pip python3-venv.")
    code, words = _run("installing the packages with pip", [*pip, *_from(lock)])
    if code:
        shutil.rmtree(folder, ignore_errors=True)
        _give_up(f"the packages could not be installed ({words}): check the network and the disk, then run it again.")


def _uv(folder: Path) -> str | None:
    found = shutil.which("uv") or shutil.which("uv", path=str(_python(folder).parent))
    if found:
        return found
    pip = _pip(folder)
    if pip is None or _run("getting the installer", [*pip, *_from(ROOT / INSTALLER_LOCK)])[0]:
        return None
    return shutil.which("uv", path=str(_python(folder).parent))


def _pip(folder: Path) -> list[str] | None:
    ending = ["install", "-q", "--disable-pip-version-check", "--no-input"]
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip", *_to(folder), *ending]
    python = str(_python(folder))
    if _run("unpacking pip", [python, "-m", "ensurepip"])[0]:
        return None
    return [python, "-m", "pip", *ending]


def _to(folder: Path) -> list[str]:
    return ["--python", str(_python(folder))]


def _from(lock: Path) -> list[str]:
    return ["--require-hashes", "-r", str(lock)]


def _run(step: str, command: list[str]) -> tuple[int, str]:
    # The seconds are counted on a terminal only; a log gets one line a step.
    terminal = sys.stderr.isatty()
    began = time.monotonic()
    _say(f"  {step} ...", end="" if terminal else "\n")
    environment = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONHOME")}
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=environment
        )
        try:
            code = _wait(process, f"\r  {step} ...", began if terminal else None)
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            _give_up("stopped; the next run goes on from here.")
        output.seek(0)
        lines = [line.strip() for line in output if line.strip()]
    if terminal:
        _say("")
    return code, lines[-1] if lines else f"exit code {code}"


def _wait(process: subprocess.Popen[bytes], line: str, began: float | None) -> int:
    while True:
        try:
            return process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            if began is not None:
                _say(f"{line} {time.monotonic() - began:.0f} s", end="")


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    answer = subprocess.run([str(python), "-c", "import sys; print(sys.version)"], capture_output=True, text=True)
    return answer.returncode == 0 and answer.stdout.strip() == sys.version.strip()


def _python(folder: Path) -> Path:
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def _stamp(folder: Path, lock: Path) -> Path:
    return folder / f".{lock.name}.stamp"


def _start_over(folder: Path) -> NoReturn:
    command = [str(_python(folder)), *sys.orig_argv[1:]]
    if os.name == "nt":
        sys.exit(subprocess.run(command).returncode)
    os.execv(command[0], command)  # noqa: S606 - the point is to become that program, without a shell


def _say(text: str, *, end: str = "\n") -> None:
    sys.stderr.write(text + end)
    sys.stderr.flush()


def _give_up(message: str) -> NoReturn:
    sys.exit(f"Environment: {message}")
