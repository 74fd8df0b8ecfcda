"""Vendored files, colours, weights of a first visit, and what no template may contain."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import brotli
import pytest

HOUSE = Path(__file__).resolve().parents[2]
STATIC = HOUSE / "src/onetrip/web/static/web"
TEMPLATES = sorted(HOUSE.glob("src/onetrip/*/templates/**/*.html"))


def test_vendored_files_are_as_recorded() -> None:
    check = subprocess.run(
        [sys.executable, str(HOUSE / "scripts/vendor.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, check.stdout


def test_a_changed_vendored_file_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HOUSE / "scripts"))
    import vendor

    genuine = vendor.digest
    monkeypatch.setattr(vendor, "digest", lambda path: "0" if path.name == "htmx.min.js" else genuine(path))
    assert vendor.changed() == ["src/onetrip/web/static/web/vendor/htmx/htmx.min.js: differs from htmx.org 2.0.11"]


def test_every_vendored_file_names_its_licence_and_the_text_lies_beside_it() -> None:
    entries = tomllib.loads((STATIC / "vendor/VENDORED.toml").read_text(encoding="utf-8"))["file"]
    for entry in entries:
        assert entry["licence"] in {"0BSD", "OFL-1.1", "MPL-2.0"}
        assert (HOUSE / entry["path"]).with_name("LICENSE").is_file(), entry["path"]


# --- what the browser's policy forbids, and what a screen reader needs

FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "an inline script": re.compile(
        r"<script(?![^>]*(\ssrc=|\snonce=|\stype=\"application/(ld\+)?json\"))[^>]*>", re.IGNORECASE
    ),
    "an event attribute": re.compile(r"<[^>]*\s(on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "an htmx expression that needs eval": re.compile(r'hx-(vals|headers)\s*=\s*["\']\s*js:', re.IGNORECASE),
    "an address of another host": re.compile(r'(src|href)\s*=\s*["\']https?://', re.IGNORECASE),
}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(HOUSE / "src/onetrip").as_posix())
def test_a_template_holds_nothing_that_the_policy_forbids(template: Path) -> None:
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    # Django's own tags may hold ">" in a comparison, which would end an HTML tag early.
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


def test_the_scan_finds_what_it_looks_for() -> None:
    examples = {
        "a style attribute": '<p class="a" style="color:red">',
        "a style element": "<style>",
        "an inline script": "<script>alert(1)</script>",
        "an event attribute": '<button onclick="go()">',
        "a javascript address": '<a href="javascript:go()">',
        "an htmx expression that needs eval": "<div hx-vals='js:{a: 1}'>",
        "an address of another host": '<script src="https://example.org/a.js">',
    }
    for what, pattern in FORBIDDEN.items():
        assert pattern.search(examples[what]), what
    for harmless in ('<script src="/a.js" defer></script>', '<script type="application/ld+json">{}</script>'):
        assert not FORBIDDEN["an inline script"].search(harmless)  # data in a script element is never run


def test_every_frame_carries_the_demonstration_mark_and_the_switches() -> None:
    frames = ("base", "base_desk", "base_display", "base_kiosk", "base_phone")
    texts = {
        name: (HOUSE / f"src/onetrip/web/templates/web/{name}.html").read_text(encoding="utf-8") for name in frames
    }
    for name in ("base", "base_desk", "base_display"):  # phone and kiosk take it from base
        assert "{% if demonstration %}" in texts[name], name
    for name in ("base_phone", "base_desk"):  # a lobby display has no keyboard
        assert "web/parts/switches.html" in texts[name], name
    assert "web/parts/kiosk_switches.html" in texts["base_kiosk"]


# --- weight

PHONE = (
    "vendor/noto-sans-sc/fonts.css",
    "tokens.css",
    "phone.css",
    "vendor/htmx/htmx.min.js",
    "once.js",
    "live.js",
    "mark.svg",
)
DESK = (*PHONE, "desk.css", "clock.js", "keys.js")


@pytest.mark.parametrize("surface", [PHONE, DESK], ids=["phone", "desk"])
def test_a_first_visit_leaves_forty_kilobytes_for_the_page_itself(surface: tuple[str, ...]) -> None:
    over_the_wire = sum(len(brotli.compress((STATIC / file).read_bytes())) for file in surface)
    assert over_the_wire <= 64_000


def test_our_scripts_stay_small_enough_to_read() -> None:
    for script in STATIC.glob("*.js"):
        assert len(script.read_text(encoding="utf-8").splitlines()) < 150, script.name


# --- contrast


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb or #rgb after WCAG."""
    plain = colour.lstrip("#")
    full = "".join(digit * 2 for digit in plain) if len(plain) == 3 else plain
    channels = [int(full[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours after WCAG, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colour_sets() -> dict[str, dict[str, str]]:
    """The tokens of the three colour sets; the display and the high contrast set change the everyday one."""
    css = (STATIC / "tokens.css").read_text(encoding="utf-8")
    blocks = {
        "everyday": r":root \{(.*?)\n  \}",
        "display": r'\[data-surface="display"\] \{(.*?)\n  \}',
        "high": r'\[data-contrast="high"\] \{(.*?)\n  \}',
    }
    found = {name: re.search(pattern, css, re.DOTALL) for name, pattern in blocks.items()}
    tokens = {
        name: dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,6})\b", block.group(1)))
        for name, block in found.items()
        if block
    }
    return {name: {**tokens["everyday"], **changed} for name, changed in tokens.items()}


GROUNDS = ("paper", "surface", "sunken")
TEXT = [
    *itertools.product(("ink", "ink-2", "ink-3", "pine", "amber", "cinnabar"), GROUNDS),
    *(("ink", wash) for wash in ("pine-wash", "amber-wash", "cinnabar-wash")),
    *(("ink-2", wash) for wash in ("pine-wash", "amber-wash", "cinnabar-wash")),
    *(("pine", "pine-wash"), ("amber", "amber-wash"), ("cinnabar", "cinnabar-wash")),
    *(("on-pine", "pine"), ("on-pine", "pine-deep"), ("on-cinnabar", "cinnabar"), ("pine-deep", "surface")),
]
CONTROLS = [
    *itertools.product(("line-control", "focus", "pine"), GROUNDS),
    *(("line-control", wash) for wash in ("pine-wash", "amber-wash")),
    *(("focus", "focus-gap"), ("cinnabar", "surface"), ("cinnabar", "cinnabar-wash")),
]
SETS = ("everyday", "display", "high")


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_stands_out_from_its_ground(name: str, text: str, ground: str) -> None:
    colours = colour_sets()[name]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize(("line", "ground"), CONTROLS)
def test_controls_and_focus_stand_out_from_their_ground(name: str, line: str, ground: str) -> None:
    colours = colour_sets()[name]
    assert contrast(colours[line], colours[ground]) >= 3


def test_black_on_white_is_the_strongest_contrast() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
