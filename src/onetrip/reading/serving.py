"""The program of the process that reads papers: `python -m onetrip.reading.serving LINE`, started by `worker` alone.

`LINE` is the number of an open end of a `multiprocessing.Pipe`. Orders come in, looks go out, one at a time, until the line
ends: with whoever asked, this ends as well.
"""

from __future__ import annotations

import contextlib
import os
import sys
from multiprocessing.connection import Connection
from typing import Any


def serve(line: Connection) -> None:
    """Look, answer, until the line ends."""
    from onetrip.reading import desk

    while True:
        try:
            image, expected, known, day = line.recv()
        except (EOFError, OSError):
            return
        try:
            answer: Any = desk.look(image, expected, known, day)
        except Exception as error:  # noqa: BLE001 - told to `worker`, which replaces this process; the text may hold what was read
            answer = type(error).__name__
        try:
            line.send(answer)
        except OSError:
            return


if __name__ == "__main__":
    with contextlib.suppress(OSError):
        os.nice(5)  # pages and calls come first
    serve(Connection(int(sys.argv[1])))
