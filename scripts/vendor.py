# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools==4.68.0", "brotli==1.2.1"]
# ///
"""Bring the pinned front-end files and fonts into the package, or check that nobody changed them since.

    uv run scripts/vendor.py            fetch with `npm pack`, unpack, cut the rare slices, write VENDORED.toml
    python scripts/vendor.py --check    compare every vendored file with its recorded hash (standard library only)

Only a maintainer who raises a version needs npm, fonttools and brotli; running and testing Onetrip need none of them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
STATIC = HOUSE / "src/onetrip/web/static/web/vendor"
PRINT = HOUSE / "src/onetrip/web/fonts"
TESTS = HOUSE / "tests/vendor"
RECORD = STATIC / "VENDORED.toml"

HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
RARE_SLICE = 512  # code points in a slice: one rare name costs a reader 50 to 110 kB once


@dataclass(frozen=True)
class Package:
    """A package of the npm registry at one version, and which of its files go where."""

    name: str
    version: str
    licence: str
    files: dict[str, Path]


@dataclass
class Vendored:
    """What was put into the house: one entry a file."""

    entries: list[dict[str, str]] = field(default_factory=list)

    def add(self, path: Path, package: Package, origin: str) -> None:
        """Record the file at `path` with its hash and where it comes from."""
        self.entries.append(
            {
                "path": path.relative_to(HOUSE).as_posix(),
                "sha256": digest(path),
                "package": package.name,
                "version": package.version,
                "licence": package.licence,
                "from": origin,
            }
        )

    def write(self) -> None:
        """Write VENDORED.toml, sorted by path."""
        lines = ["# Written by scripts/vendor.py: files and fonts of others, with version, licence and hash.\n"]
        for entry in sorted(self.entries, key=lambda entry: entry["path"]):
            lines.append("\n[[file]]\n" + "".join(f'{key} = "{value}"\n' for key, value in entry.items()))
        RECORD.write_text("".join(lines), encoding="utf-8")


HTMX = Package(
    "htmx.org",
    "2.0.11",
    "0BSD",
    {"dist/htmx.min.js": STATIC / "htmx/htmx.min.js", "LICENSE": STATIC / "htmx/LICENSE"},
)
# Variable slices rather than three static weights: half the requests and about a tenth fewer bytes on our own pages.
SCREEN_FONT = Package(
    "@fontsource-variable/noto-sans-sc", "5.3.1", "OFL-1.1", {"LICENSE": STATIC / "noto-sans-sc/LICENSE"}
)
# In English text quotation marks and dots of a Chinese font stand as wide as a character. These are of its Latin designer.
ENGLISH_MARKS = Package(
    "@fontsource-variable/source-sans-3",
    "5.3.1",
    "OFL-1.1",
    {
        "files/source-sans-3-latin-wght-normal.woff2": STATIC / "source-sans-3/latin.woff2",
        "LICENSE": STATIC / "source-sans-3/LICENSE",
    },
)
MARKS = {0x2018, 0x2019, 0x201C, 0x201D, 0x2026}
PRINT_FONT = Package(
    "@expo-google-fonts/noto-sans-sc",
    "0.4.3",
    "OFL-1.1",
    {
        "400Regular/NotoSansSC_400Regular.ttf": PRINT / "NotoSansSC-Regular.ttf",
        "700Bold/NotoSansSC_700Bold.ttf": PRINT / "NotoSansSC-Bold.ttf",
        "LICENSE_FONT": PRINT / "LICENSE",
    },
)
AXE = Package(
    "axe-core", "4.14.1", "MPL-2.0", {"axe.min.js": TESTS / "axe/axe.min.js", "LICENSE": TESTS / "axe/LICENSE"}
)


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def unpack(package: Package, into: Path) -> Path:
    """Fetch a package with the npm client and return the folder with its files."""
    command = ["npm", "pack", f"{package.name}@{package.version}", "--silent", "--pack-destination", str(into)]
    archive = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]  # noqa: S603
    folder = into / package.name.replace("/", "-")
    with tarfile.open(into / archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def take(package: Package, folder: Path, vendored: Vendored) -> None:
    """Copy the named files of an unpacked package to their places."""
    for origin, target in package.files.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((folder / origin).read_bytes())
        vendored.add(target, package, origin)


def points(ranges: str) -> set[int]:
    """The code points of a CSS unicode-range."""
    found: set[int] = set()
    for part in re.findall(r"U\+([0-9a-fA-F]+)(?:-([0-9a-fA-F]+))?", ranges):
        first, last = int(part[0], 16), int(part[1] or part[0], 16)
        found.update(range(first, last + 1))
    return found


def ranges_of(found: set[int]) -> str:
    """The shortest CSS unicode-range of the code points."""
    stretches: list[list[int]] = []
    for point in sorted(found):
        if stretches and stretches[-1][1] == point - 1:
            stretches[-1][1] = point
        else:
            stretches.append([point, point])
    return ",".join(f"U+{first:x}" if first == last else f"U+{first:x}-{last:x}" for first, last in stretches)


def face(family: str, weight: str, file: str, ranges: str) -> str:
    """One @font-face rule on one line."""
    return (
        f'@font-face{{font-family:"{family}";font-style:normal;font-weight:{weight};font-display:swap;'
        f'src:url("{file}") format("woff2");unicode-range:{ranges}}}\n'
    )


def slices(folder: Path, vendored: Vendored) -> tuple[list[str], set[int]]:
    """Take the Chinese and Latin slices of the screen font; return their rules and the characters they cover."""
    rules, covered = [], set()
    for name, ranges in json.loads((folder / "unicode.json").read_text(encoding="utf-8")).items():
        if name in ("cyrillic", "vietnamese"):
            continue
        short = name.strip("[]")
        origin = f"files/noto-sans-sc-{short}-wght-normal.woff2"
        target = STATIC / f"noto-sans-sc/sc-{short}.woff2"
        target.write_bytes((folder / origin).read_bytes())
        vendored.add(target, SCREEN_FONT, origin)
        rules.append(face("Noto Sans SC", "100 900", target.name, ranges))
        covered |= points(ranges)
    return rules, covered


def rare_slices(font: Path, covered: set[int], vendored: Vendored) -> list[str]:
    """Cut the Chinese characters that no screen slice covers out of the print font.

    They form a family of their own in one weight, the next in the stack: a rare name then shows on every device, also
    on one whose own fonts lack the character, and nobody else downloads a byte of it.
    """
    from fontTools import subset, ttLib  # only a maintainer has it

    held = set(ttLib.TTFont(font, lazy=True).getBestCmap())
    rare = sorted(p for p in held - covered if any(first <= p <= last for first, last in HAN))
    options = subset.Options(flavor="woff2", layout_features=["kern"], hinting=False, notdef_outline=True)
    rules = []
    for number, start in enumerate(range(0, len(rare), RARE_SLICE), start=1):
        wanted = set(rare[start : start + RARE_SLICE])
        cut = subset.load_font(str(font), options)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=wanted)
        cutter.subset(cut)
        target = STATIC / f"noto-sans-sc/rare-{number}.woff2"
        subset.save_font(cut, str(target), options)
        vendored.add(target, PRINT_FONT, f"{font.name}, characters {ranges_of({min(wanted), max(wanted)})}")
        rules.append(face("Noto Sans SC Rare", "400", target.name, ranges_of(wanted)))
    return rules


def fetch() -> None:
    """Bring everything in and write the record."""
    vendored = Vendored()
    with tempfile.TemporaryDirectory() as place:
        for package in (HTMX, AXE, ENGLISH_MARKS, PRINT_FONT):
            take(package, unpack(package, Path(place)), vendored)
        folder = unpack(SCREEN_FONT, Path(place))
        take(SCREEN_FONT, folder, vendored)
        rules, covered = slices(folder, vendored)
    rules += rare_slices(PRINT / "NotoSansSC-Regular.ttf", covered, vendored)
    rules.append(face("English Marks", "200 900", "../source-sans-3/latin.woff2", ranges_of(MARKS)))
    stylesheet = STATIC / "noto-sans-sc/fonts.css"
    stylesheet.write_text("".join(rules), encoding="utf-8")
    vendored.add(stylesheet, SCREEN_FONT, "written by scripts/vendor.py")
    vendored.write()


def changed() -> list[str]:
    """What differs from the record: one sentence a file, empty when all is as vendored."""
    problems, recorded = [], set()
    for entry in tomllib.loads(RECORD.read_text(encoding="utf-8"))["file"]:
        path = HOUSE / entry["path"]
        recorded.add(path)
        if not path.is_file():
            problems.append(f"{entry['path']}: missing")
        elif digest(path) != entry["sha256"]:
            problems.append(f"{entry['path']}: differs from {entry['package']} {entry['version']}")
    for folder in (STATIC, PRINT, TESTS):
        for path in folder.rglob("*"):
            if path.is_file() and path not in recorded and path != RECORD:
                problems.append(f"{path.relative_to(HOUSE).as_posix()}: not in VENDORED.toml")
    return sorted(problems)


def main() -> int:
    """Fetch, or with --check compare; returns the exit status."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--check", action="store_true", help="compare the vendored files with their hashes")
    if not arguments.parse_args().check:
        fetch()
    problems = changed()
    sys.stdout.write("".join(f"{problem}\n" for problem in problems) or "vendored files: all as recorded\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
