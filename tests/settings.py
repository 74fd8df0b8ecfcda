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
PICTURES_ROOT = Path(tempfile.gettempdir()) / f"onetrip-test-pictures-{os.getpid()}"

# Nobody collects static files for a test; the real storage is what the served house of tests/house.py uses.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
