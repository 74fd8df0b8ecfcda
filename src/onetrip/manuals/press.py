"""Where the book is made: once for each version and language, in a process of its own, whole or not at all.

A book costs a processor fifteen to twenty seconds and a gigabyte of memory, which no worker that answers pages should hold.
Whoever asks first starts the press; a lock that the press holds until it ends, however it ends, keeps everybody else from
starting another. The book appears under its name only when it is complete.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from onetrip.prints.chapters import Imprint
from onetrip.prints.sheets import Language

_JUST_NOW = 1.0
"""Seconds for which a press that has been asked for may not have its lock yet."""
_LOOKS = 10
_ROOMS = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Edition:
    """A book that can be asked for: of which state of the rules, in which language."""

    imprint: Imprint
    language: Language

    @property
    def file(self) -> str:
        """Its name in the folder: another content, day of figures or program gives another one."""
        imprint = self.imprint
        said = (
            f"{imprint.version} {imprint.digest} {imprint.published} {imprint.day} {imprint.demonstration} {_program()}"
        )
        return f"{hashlib.sha256(said.encode()).hexdigest()[:16]}-{self.language}.pdf"


@dataclass(frozen=True, slots=True)
class Made:
    """The book is there."""

    path: Path


@dataclass(frozen=True, slots=True)
class Making:
    """It is being made, for so many seconds now."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The press ended without a book."""


@dataclass(frozen=True, slots=True)
class NotBegun:
    """Nobody has asked for it yet."""


State = Made | Making | Failed | NotBegun


def state(folder: Path, edition: Edition) -> State:
    """How far the book is. Starts nothing."""
    path = folder / edition.file
    if path.exists():
        return Made(path)
    lock = _locked(folder / f"{edition.file}.lock", make=False)
    if lock is None:
        with contextlib.suppress(OSError):
            begun = (folder / f"{edition.file}.lock").stat().st_mtime
            return Making(max(0, int(time.time() - begun)))
        return NotBegun()
    fresh = time.time() - os.fstat(lock).st_mtime < _JUST_NOW
    os.close(lock)
    if path.exists():  # it was finished between the first look and the lock
        return Made(path)
    return Making(0) if fresh else Failed()


def ask(folder: Path, edition: Edition, source: Mapping[str, str]) -> State:
    """Start the press unless the book is there or on its way; `source` are the files of the version.

    Raises OSError where the folder cannot be written.
    """
    path = folder / edition.file
    if path.exists():
        return Made(path)
    folder.mkdir(parents=True, exist_ok=True)
    lock = _locked(folder / f"{edition.file}.lock", make=True)
    for _ in range(_LOOKS):  # somebody who only looks holds it for a moment
        if lock is not None:
            break
        time.sleep(0.01)
        lock = _locked(folder / f"{edition.file}.lock", make=True)
    if lock is None:
        return state(folder, edition)
    try:
        if path.exists():
            return Made(path)
        os.utime(lock)
        _start(path, edition, source, lock)
    finally:
        os.close(lock)  # the press has its own handle of the same lock
    return Making(0)


def _start(path: Path, edition: Edition, source: Mapping[str, str], lock: int) -> None:
    with tempfile.TemporaryFile("w+", dir=path.parent, encoding="utf-8") as order:
        json.dump(_order(path, edition, source), order, ensure_ascii=False)
        order.flush()
        order.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-m", "onetrip.manuals.press_once"],
            stdin=order,
            stdout=subprocess.DEVNULL,
            pass_fds=(lock,),
        )
    threading.Thread(target=process.wait, daemon=True).start()  # so that it does not stay as a zombie


def _order(path: Path, edition: Edition, source: Mapping[str, str]) -> dict[str, Any]:
    """What the press reads."""
    imprint = edition.imprint
    return {
        "path": str(path),
        "language": edition.language,
        "source": dict(source),
        "version": imprint.version,
        "published": imprint.published.isoformat() if imprint.published is not None else None,
        "day": imprint.day.isoformat(),
        "demonstration": imprint.demonstration,
    }


def _locked(path: Path, *, make: bool) -> int | None:
    """A handle of the lock, held; None when somebody else holds it, or when it is not there and is not to be made."""
    try:
        handle = os.open(path, os.O_RDWR | (os.O_CREAT if make else 0), 0o600)
    except (FileNotFoundError, NotADirectoryError):
        if make:
            raise
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


@functools.cache
def _program() -> str:
    """A digest over what sets a book, so that a new release does not serve the book of the one before."""
    digest = hashlib.sha256()
    for room in ("manuals", "prints", "rules", "catalogue"):
        for path in sorted((_ROOMS / room).rglob("*")):
            if path.suffix in (".py", ".typ"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def day_of(figures_since: date | None, published: date) -> date:
    """The day whose figures the book gives: since then none has changed, so the book stays the same until one does."""
    return max(published, figures_since or published)
