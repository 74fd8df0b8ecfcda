"""Settings for tests: those of the house, with keys of this run."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

os.environ.setdefault("ONETRIP_SECRET_KEY", secrets.token_hex(32))
os.environ.setdefault("ONETRIP_IDENTITY_KEY", secrets.token_hex(32))
os.environ.setdefault("ONETRIP_DEMONSTRATION", "1")
os.environ.setdefault("ONETRIP_STATIC", str(Path(tempfile.gettempdir()) / "onetrip-test-static"))

from onetrip.web.settings import *  # noqa: F403 -- the keys come first

# Empty, but there: WhiteNoise warns of a folder that is missing, and a warning is an error here.
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 -- of the house
MANUALS_ROOT = Path(tempfile.gettempdir()) / f"onetrip-test-manuals-{os.getpid()}"
COURSES_ROOT = Path(tempfile.gettempdir()) / f"onetrip-test-courses-{os.getpid()}"
RESULTS_ROOT = Path(tempfile.gettempdir()) / f"onetrip-test-results-{os.getpid()}"
PHOTOGRAPHS_ROOT = Path(tempfile.gettempdir()) / f"onetrip-test-photographs-{os.getpid()}"
PICTURES_ROOT = Path(tempfile.gettempdir()) / f"onetrip-test-pictures-{os.getpid()}"

# Nobody collects static files for a test; the real storage is what the served house of tests/house.py uses.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Requests of tests leave no files behind; those that look at the log name a folder of their own.
LOG_FOLDER = None
HEADS_ROOT = Path(tempfile.gettempdir()) / f"onetrip-test-heads-{os.getpid()}"
