"""`onetrip synth`: residents who do not exist, as a file, or beside the published figures."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from onetrip.cli import checked, house, synth_files
from onetrip.rules import Text

if TYPE_CHECKING:
    from onetrip.rules import Vocabulary
    from onetrip.synthetic import City
    from onetrip.synthetic.published import Compared

USUAL = 200_000
"""Residents drawn where no number is given."""

_SECONDS_BETWEEN = 5.0


def synth(arguments: Namespace) -> int:
    """Draw a city and write it, or print how near it comes to the published figures."""
    output: Path | None = arguments.output
    refusal = _refusal(arguments, output)
    if refusal is not None:
        print("\n".join(refusal), file=sys.stderr)
        return 1
    nobody = Text("目录有错，没有抽。", "The catalogue has errors; nobody was drawn.")
    catalogue = checked.catalogue(arguments.catalogue or house.catalogue_folder(), nobody)
    if catalogue is None:
        return 1
    vocabulary = catalogue.book.vocabulary
    try:
        city = _drawn(vocabulary, arguments)
        if arguments.compare:
            _print_comparison(city, arguments.language)
        if output is not None:
            _write(city, output, id_numbers=arguments.id_numbers)
    except ValueError as error:
        print(f"抽不出这样的城市。\nSuch a city cannot be drawn: {error}.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"写不了 {output}：{error.strerror}\n{output} cannot be written: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def _refusal(arguments: Namespace, output: Path | None) -> tuple[str, str] | None:
    """What speaks against beginning at all."""
    if output is None:
        if not arguments.compare:
            return (
                "写到哪个文件？用 --output，或者用 --compare 只看比较。",
                "Name a file with --output, or use --compare.",
            )
        if arguments.id_numbers:
            return "--id-numbers 要和 --output 一起用。", "--id-numbers needs --output."
        return None
    if output.suffix not in synth_files.SUFFIXES:
        return f"{output} 要以 .csv、.npz 或 .parquet 结尾。", f"{output} has to end in .csv, .npz or .parquet."
    if output.is_dir():
        return f"{output} 是文件夹。", f"{output} is a folder."
    if output.exists() and not arguments.force:
        return f"{output} 已经有了；要盖掉就加 --force。", f"{output} exists already; --force writes over it."
    return None


def _drawn(vocabulary: Vocabulary, arguments: Namespace) -> City:
    from onetrip.synthetic import city, unshaped

    number = arguments.people or USUAL
    day = arguments.day or datetime.now().astimezone().date()
    by_default = unshaped(vocabulary)
    if by_default:
        names = ", ".join(by_default)
        print(f"没有形状、随手抽的情况 Facts without a shape, drawn by default: {names}", file=sys.stderr)
    return city(vocabulary, None, day, number, arguments.seed, told=Progress("抽了 drawn", number))


def _write(city: City, output: Path, *, id_numbers: bool) -> None:
    began = time.monotonic()
    size = synth_files.write(city, output, id_numbers=id_numbers, told=Progress("写了 written", len(city)))
    seconds = time.monotonic() - began
    print(f"{output}：{len(city):,} 个虚构居民，{size / 1e6:.1f} MB，{seconds:.1f} 秒。")
    print(f"{output}: {len(city):,} residents who do not exist, {size / 1e6:.1f} MB in {seconds:.1f} s.")


class Progress:
    """Tells, every five seconds and not sooner, how far it is."""

    def __init__(self, what: str, number: int) -> None:
        self._what, self._number = what, number
        self._next = time.monotonic() + _SECONDS_BETWEEN

    def __call__(self, done: int) -> None:
        """So many are done."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _SECONDS_BETWEEN
            print(f"{self._what} {done:,} / {self._number:,}", file=sys.stderr, flush=True)


def _print_comparison(city: City, language: str) -> None:
    from onetrip.synthetic.published import SIGMAS, compare, published

    compared = compare(city)
    heading = _HEADINGS[language]
    rows = [heading, *(_row(each, language) for each in compared)]
    print("\n".join(_table(rows)))
    expected = [each for each in compared if each.marginal.not_met is None and each.drawn is not None]
    met = sum(each.met for each in expected)
    print(_SUMMARY[language].format(met=met, expected=len(expected), people=len(city), sigmas=SIGMAS))
    print(_NOT_DRAWN[language])
    for what, why in published().not_drawn:
        print(f"  {what.in_language(language)}：{why.zh}" if language == "zh" else f"  {what.en}: {why.en}")


_HEADINGS = {
    "zh": ("指标", "公布", "年份", "抽到", "差", "标准误", ""),
    "en": ("marginal", "published", "year", "drawn", "difference", "error", ""),
}
_SUMMARY = {
    "zh": "{people:,} 个虚构居民：应当相符的 {expected} 项里 {met} 项相符（{sigmas} 个标准误和四舍五入之内；单凭偶然，370 项里也会有 1 项超出）。",
    "en": "{people:,} residents who do not exist: {met} of {expected} marginals are met, within {sigmas} standard errors and the rounding (by chance alone one in 370 is not).",
}
_NOT_DRAWN = {"zh": "公布了、没有抽的：", "en": "Published and not drawn:"}


def _row(each: Compared, language: str) -> tuple[str, ...]:
    marginal = each.marginal
    mean = marginal.what is None
    note = marginal.not_met.in_language(language) if marginal.not_met else ""
    if each.drawn is None or each.difference is None or each.error is None:
        missing = "目录没有这个情况" if language == "zh" else "the catalogue does not ask for it"
        return (
            marginal.name.in_language(language),
            _figure(marginal.published, mean),
            marginal.source.year,
            "",
            "",
            "",
            missing,
        )
    if not each.met and not note:
        note = "不符" if language == "zh" else "not met"
    return (
        marginal.name.in_language(language),
        _figure(marginal.published, mean),
        marginal.source.year,
        _figure(each.drawn, mean),
        _figure(each.difference, mean, sign="+"),
        _figure(each.error, mean),
        note,
    )


def _figure(value: float, mean: bool, sign: str = "") -> str:  # noqa: FBT001 - which of the two figures it is
    """A share in per cent, or a mean."""
    return f"{value:{sign}.3f}" if mean else f"{100 * value:{sign}.2f} %"


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows in columns: words to the left, figures to the right, the note behind. A Chinese character is two wide."""
    widths = [max(_width(row[place]) for row in rows) for place in range(6)]
    lines = []
    for row in rows:
        padding = [" " * (width - _width(cell)) for width, cell in zip(widths, row[:6], strict=True)]
        cells = [row[0] + padding[0], *(pad + cell for pad, cell in zip(padding[1:], row[1:6], strict=True)), row[6]]
        lines.append("  ".join(cells).rstrip())
    return lines


def _width(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
