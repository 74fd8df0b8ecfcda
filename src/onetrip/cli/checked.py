"""A catalogue for a command that needs one without errors."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onetrip.catalogue.book import Catalogue
    from onetrip.rules import Text


def catalogue(folder: Path, otherwise: Text) -> Catalogue | None:
    """The catalogue in a folder; None when anything is wrong with it, which is told, and `otherwise` after it."""
    from onetrip.catalogue.files import read_folder
    from onetrip.catalogue.problems import render_problems
    from onetrip.catalogue.schema import read

    texts, unreadable = read_folder(folder)
    reading = read(texts)
    if reading.catalogue is None or any(problem.is_error for problem in unreadable):
        print(render_problems([*unreadable, *reading.problems], "en"), file=sys.stderr)
        print(f"{otherwise.zh}\n{otherwise.en}", file=sys.stderr)
        return None
    return reading.catalogue
