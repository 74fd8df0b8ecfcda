"""The process in which one book is made: reads the order from its standard input, leaves a whole book or none."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

from onetrip.catalogue.schema import read
from onetrip.manuals.book import book_sheet
from onetrip.prints import manual_book_pdf
from onetrip.prints.chapters import Imprint


def make(order: dict[str, Any]) -> Path:
    """Make the book of `order` (see `press`) and take away earlier ones of its language. Raises what reading or setting raises."""
    path = Path(order["path"])
    reading = read(order["source"], number=order["version"])
    if reading.catalogue is None:
        raise ValueError("the published catalogue cannot be read")
    imprint = Imprint(
        version=order["version"],
        published=date.fromisoformat(order["published"]) if order["published"] is not None else None,
        day=date.fromisoformat(order["day"]),
        digest=reading.catalogue.digest,
        demonstration=order["demonstration"],
    )
    pdf = manual_book_pdf(book_sheet(reading.catalogue, imprint), order["language"])
    beside = path.with_suffix(".part")  # the lock keeps it ours; what a killed press left is written over
    with beside.open("wb") as file:
        file.write(pdf)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    for earlier in path.parent.glob(f"*-{order['language']}.pdf"):
        if earlier != path:
            earlier.unlink(missing_ok=True)
            earlier.with_name(f"{earlier.name}.lock").unlink(missing_ok=True)
    return path


if __name__ == "__main__":
    os.nice(10)  # pages and the hall come first
    make(json.load(sys.stdin))
