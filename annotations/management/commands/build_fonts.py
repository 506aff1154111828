"""Makes the web fonts of the site from the packages that carry them: a few languages, one axis, compressed."""

import hashlib
from argparse import ArgumentParser
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from fontTools.ttLib import TTFont
from uharfbuzz import Blob, SubsetFlags, SubsetInput, subset
from uharfbuzz import Face as FontFace

# Latin with its extensions, Cyrillic, combining marks, punctuation, currency, arrows and the signs of keyboards.
RANGES: Final = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x18F, 0x18F), (0x192, 0x192), (0x1A0, 0x1A1), (0x1AF, 0x1B0),
    (0x1C4, 0x1DC), (0x1E6, 0x1E7), (0x1FA, 0x21B), (0x259, 0x259), (0x2B9, 0x2DD), (0x300, 0x328),
    (0x400, 0x45F), (0x490, 0x491), (0x4B0, 0x4B1), (0x1E80, 0x1E9E), (0x1EA0, 0x1EF9), (0x2010, 0x2027),
    (0x2030, 0x203A), (0x2044, 0x2044), (0x2070, 0x2089), (0x20A0, 0x20BF), (0x2116, 0x2116), (0x2122, 0x2122),
    (0x2150, 0x215E), (0x2190, 0x2193), (0x21B5, 0x21B5), (0x21E7, 0x21E7), (0x2212, 0x2212), (0x2248, 0x2248),
    (0x2260, 0x2265),
)  # fmt: skip
# What the pages use: kerning, ligatures, marks in place, both sorts of digits.
FEATURES: Final = ["ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "pnum", "tnum"]
STAMP: Final = "made-from.txt"


@dataclass(frozen=True, slots=True)
class Face:
    """One file to make, the optical size at which it is held, and how high its lines are taken to be.

    The serif keeps all its sizes: headlines need another cut than text, and holding its kerning takes twice as long. Of
    its own it is 1.37 em high: the tint of a marked line would then lie over the lines drawn under the one above.
    """

    name: str
    family: str
    package: str
    pattern: str
    style: str
    optical_size: float | None
    height: str = ""


FACES: Final = (
    Face("inter", "Inter", "fontpkg_inter", "Inter[[]*.ttf", "normal", 14),
    Face(
        "source-serif-4",
        "Source Serif 4",
        "fontpkg_source_serif_4",
        "SourceSerif4[[]*.ttf",
        "normal",
        None,
        "ascent-override: 90%; descent-override: 25%; line-gap-override: 0%; ",
    ),
)


class Command(BaseCommand):
    help = "Make the web fonts from the installed font packages. Without them the site uses the system's fonts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add `--force`."""
        parser.add_argument("--force", action="store_true", help="make them again although they are there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing; takes some seconds."""
        folder: Path = settings.FONTS_DIR
        sources = {face: find_source(face) for face in FACES}
        stamp = fingerprint(sources)
        if not options["force"] and _is_made(folder, stamp):
            return
        folder.mkdir(parents=True, exist_ok=True)
        for face, source in sources.items():
            self.stdout.write(f"{face.family}…", ending=" ")
            self.stdout.flush()
            make(source, face, folder / f"{face.name}.woff2")
        (folder / "fonts.css").write_text("".join(map(rule, FACES)), encoding="utf-8")
        (folder / STAMP).write_text(stamp, encoding="utf-8")
        self.stdout.write(self.style.SUCCESS("made."))


def _is_made(folder: Path, stamp: str) -> bool:
    made = folder / STAMP
    return made.is_file() and made.read_text(encoding="utf-8") == stamp


def find_source(face: Face) -> Path:
    """Return the variable font inside its package; a missing package is told in one line."""
    try:
        found = sorted(Path(str(files(face.package))).rglob(face.pattern))
    except ModuleNotFoundError as error:
        raise CommandError(
            f"{face.family} is not installed. Install the requirements, or go on with the system's fonts."
        ) from error
    if not found:
        raise CommandError(f"The package {face.package} holds no file like {face.pattern}.")
    return found[0]


def fingerprint(sources: dict[Face, Path]) -> str:
    """Return what the result depends on, so that a second start makes nothing again."""
    parts = [repr((RANGES, FEATURES)), *(f"{face}{path.name}{path.stat().st_size}" for face, path in sources.items())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def make(source: Path, face: Face, target: Path) -> None:
    """Cut the characters and hold the axes with HarfBuzz: a moment, where fontTools' own cutter takes ten seconds."""
    font = FontFace(Blob.from_file_path(str(source)))
    wanted = SubsetInput()
    wanted.unicode_set.update(code for first, last in RANGES for code in range(first, last + 1))
    wanted.name_id_set.update((13, 14))  # the licence and its address
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(int.from_bytes(feature.encode(), "big") for feature in FEATURES)
    wanted.flags = SubsetFlags.NO_HINTING | SubsetFlags.NOTDEF_OUTLINE
    if face.optical_size is not None:
        wanted.pin_axis_location(font, "opsz", face.optical_size)
    packed = TTFont(BytesIO(subset(font, wanted).blob.data))
    packed.flavor = "woff2"
    packed.save(target)


def rule(face: Face) -> str:
    """Return the @font-face rule of a face."""
    return (
        f'@font-face {{ font-family: "{face.family}"; src: url("{face.name}.woff2") format("woff2"); '
        f"{face.height}font-weight: 200 900; font-style: {face.style}; font-display: swap; }}\n"
    )
