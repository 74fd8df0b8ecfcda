"""The machine looks at a picture: what paper it is, what stands on it, what does not fit. It advises; a person decides.

One seam to `onetrip.reading`, whose worker takes seconds for a page; nothing here waits for it. Where there is no reader,
or it fails, or is busy, the picture goes to the review desk without advice.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from typing import Any

from onetrip.walls.scope import everywhere

log = logging.getLogger("onetrip.looking")

Look = Callable[[bytes, str | None, Mapping[str, object], date], Any]
"""`onetrip.reading.desk.look`, or what stands in for it."""

MOST_WAITING = 20
"""Pictures waiting to be looked at; more are kept without advice."""

_pool = ThreadPoolExecutor(1, thread_name_prefix="looking")
_lock = threading.Lock()
_waiting = 0
_chosen: Look | None = None


def use(look: Look | None) -> None:
    """Have pictures looked at by `look`; None: by the room `reading`, where it is there."""
    global _chosen
    _chosen = look


def reader() -> Look | None:
    """What looks at pictures; None: nothing does."""
    if _chosen is not None:
        return _chosen
    if importlib.util.find_spec("onetrip.reading.worker") is None:
        return None
    worker = importlib.import_module("onetrip.reading.worker")
    return lambda image, expected, known, day: worker.wait_for(worker.reader().submit(image, expected, known, day))


def begin(
    image: bytes, expected: str | None, known: Mapping[str, object], day: date, then: Callable[[dict[str, Any]], None]
) -> bool:
    """Have `image` looked at, and `then` told what was seen; False: nobody looks."""
    global _waiting
    look = reader()
    with _lock:
        if look is None or _waiting >= MOST_WAITING:
            return False
        _waiting += 1
    _pool.submit(_look, look, image, expected, known, day, then).add_done_callback(_done)
    return True


def _look(
    look: Look,
    image: bytes,
    expected: str | None,
    known: Mapping[str, object],
    day: date,
    then: Callable[[dict[str, Any]], None],
) -> None:
    try:
        seen = as_stored(look(image, expected, known, day))
    except Exception as error:  # noqa: BLE001 -- a reader that fails costs the advice and nothing else
        log.warning("a picture could not be looked at: %s", type(error).__name__)
        seen = {}
    with everywhere("what was seen is kept with its picture, after the request is over"):
        then(seen)


def as_stored(looked: Any) -> dict[str, Any]:
    """What was seen, as it is kept with the picture: the kind, and the findings in both languages."""
    return {
        "kind": looked.kind,
        "kind_name": _text(looked.kind_name),
        "findings": [{"severity": str(finding.severity), "text": _text(finding.text)} for finding in looked.findings],
    }


def _text(text: Any) -> dict[str, str] | None:
    return None if text is None else {"zh": text.zh, "en": text.en}


def _done(future: Future[None]) -> None:
    global _waiting
    with _lock:
        _waiting -= 1
    if (error := future.exception()) is not None:
        log.warning("what was seen could not be kept: %s", type(error).__name__)
