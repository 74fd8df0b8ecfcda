"""The published standards, where somebody has put them: they are not ours to carry.

ONETRIP_STANDARDS names a folder with `cpsv-ap-SHACL.ttl` (CPSV-AP 3.2.0), `hsds/schema/*.json` (HSDS 3.0) and
`schemaorg-current-https.jsonld` (schema.org). Without it the tests that need them are skipped and say so; what we wrote
from the public specifications is always checked.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def published(name: str) -> Path:
    """A published file; skips the test where there is none."""
    folder = os.environ.get("ONETRIP_STANDARDS")
    if folder is None:
        pytest.skip("ONETRIP_STANDARDS names no folder with the published standards (docs/open-data.md)")
    return Path(folder) / name
