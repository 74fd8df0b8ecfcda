"""How a month is kept: compressed inputs and canonical sheets, which a recomputation has to give again."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import Any

from onetrip.appraisal.model import Month, Rules, Sheets, compute, read_rules
from onetrip.appraisal.model.figures import canonical
from onetrip.appraisal.model.inputs import as_json, from_json
from onetrip.appraisal.model.sheets import read_sheets
from onetrip.appraisal.models import FrozenMonth


@dataclass(frozen=True)
class Kept:
    """What a frozen month is made of."""

    inputs: bytes
    sheets: bytes
    digest: str


def keep(month: Month, sheets: Sheets) -> Kept:
    """A month and its sheets as they are stored."""
    content = sheets.content
    return Kept(zlib.compress(canonical(as_json(month)), 9), content, hashlib.sha256(content).hexdigest())


def inputs_of(frozen: FrozenMonth) -> Month:
    """What a frozen month was computed from."""
    stored: dict[str, Any] = json.loads(zlib.decompress(bytes(frozen.inputs)))
    return from_json(stored)


def rules_of(frozen: FrozenMonth) -> Rules:
    """The rules a frozen month was computed by."""
    return read_rules(frozen.rules)


def sheets_of(frozen: FrozenMonth) -> Sheets:
    """The sheets of a frozen month as they were then."""
    return read_sheets(json.loads(bytes(frozen.sheets)))


def is_as_computed(frozen: FrozenMonth) -> bool:
    """Whether computing a frozen month again from what was kept gives the same bytes, and those are what was kept."""
    content = bytes(frozen.sheets)
    again = compute(inputs_of(frozen), rules_of(frozen)).content
    return again == content and hashlib.sha256(content).hexdigest() == frozen.digest
