"""Which Chromium tests drive: Debian's headless one where it is installed, which draws a page for a third of the work."""

from __future__ import annotations

import shutil

import pytest


def headless() -> str:
    """The path of the browser for every test that opens no PDF in a page; it skips the test where there is none."""
    return shutil.which("chromium-headless-shell") or whole()


def whole() -> str:
    """The path of the whole browser, which alone shows a PDF in a page; it skips the test where there is none."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed: run scripts/install-chromium as root")
    return path
