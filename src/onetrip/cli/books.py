"""`onetrip catalogue book`: the work manuals of all matters as one book, or one matter alone, without a database."""

from __future__ import annotations

import os
import sys
import time
from argparse import Namespace
from datetime import date, datetime
from pathlib import Path

from onetrip.catalogue.book import Catalogue
from onetrip.cli import house


def make_book(arguments: Namespace) -> int:
    """Write the book, or with `--matter` the manual or the guide of one matter; 1 and no file if it cannot be made."""
    if arguments.guide and arguments.matter is None:
        _say_wrong("--guide 要和 --matter 一起用。", "--guide needs --matter.")
        return 1
    catalogue = read_catalogue(arguments.folder or house.catalogue_folder())
    if catalogue is None:
        return 1
    began = time.monotonic()
    pdf = _pdf(catalogue, arguments, datetime.now().astimezone().date())
    if pdf is None:
        _say_wrong(f"没有这件事：{arguments.matter}", f"There is no such matter: {arguments.matter}")
        return 1
    try:
        _write(arguments.output, pdf)
    except OSError as error:
        _say_wrong(
            f"写不了 {arguments.output}：{error.strerror}", f"{arguments.output} cannot be written: {error.strerror}"
        )
        return 1
    seconds, size = time.monotonic() - began, len(pdf) / 1e6
    print(
        f"{arguments.output}：{size:.1f} MB，{seconds:.1f} 秒。\n{arguments.output}: {size:.1f} MB in {seconds:.1f} s."
    )
    return 0


def read_catalogue(folder: Path) -> Catalogue | None:
    """The catalogue of a folder; None when anything is wrong with it, which is told."""
    from onetrip.catalogue.checking import render_problems
    from onetrip.catalogue.files import read_folder
    from onetrip.catalogue.schema import read

    texts, problems = read_folder(folder)
    reading = read(texts)
    if problems or reading.catalogue is None:
        wrong = [*problems, *(problem for problem in reading.problems if problem.is_error)]
        print(render_problems(wrong, "zh"), file=sys.stderr)
        _say_wrong("目录有错，没有做。", "The catalogue has errors; nothing was made.")
        return None
    return reading.catalogue


def _pdf(catalogue: Catalogue, arguments: Namespace, day: date) -> bytes | None:
    """What was asked for; None when there is no such matter."""
    from onetrip.manuals.book import book_sheet
    from onetrip.manuals.sheets import guide_sheet, manual_sheet
    from onetrip.prints import guide_pdf, manual_book_pdf, manual_pdf
    from onetrip.prints.chapters import Imprint

    imprint = Imprint(
        version=catalogue.number,
        published=None,
        day=day,
        digest=catalogue.digest,
        demonstration=not arguments.no_demonstration,
    )
    if arguments.matter is None:
        return manual_book_pdf(book_sheet(catalogue, imprint), arguments.language)
    matter = catalogue.matter(arguments.matter)
    if matter is None:
        return None
    if arguments.guide:
        return guide_pdf(guide_sheet(catalogue, matter, imprint, address=None), arguments.language)
    return manual_pdf(manual_sheet(catalogue, matter, imprint), arguments.language)


def _write(output: Path, pdf: bytes) -> None:
    """All of it or nothing: beside its place first."""
    beside = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        beside.write_bytes(pdf)
        beside.replace(output)
    finally:
        beside.unlink(missing_ok=True)


def _say_wrong(zh: str, en: str) -> None:
    print(f"{zh}\n{en}", file=sys.stderr)
