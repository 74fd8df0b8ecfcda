"""Checking a catalogue folder, as an editor or the command line does it."""

from __future__ import annotations

from pathlib import Path

from onetrip.catalogue.files import read_folder
from onetrip.catalogue.problems import Problem, in_order
from onetrip.catalogue.problems import render_problems as render_problems
from onetrip.catalogue.schema import read


def check(path: Path) -> list[Problem]:
    """Everything that is wrong with the catalogue in the folder `path`, in the order of the files; nothing if it is sound."""
    texts, problems = read_folder(path)
    if not texts and problems:
        return problems
    return in_order([*problems, *read(texts).problems])
