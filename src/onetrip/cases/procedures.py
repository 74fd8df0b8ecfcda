"""The special procedures that stop the clock of a case, as the data file beside this one lists them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import yaml

from onetrip.cases.models import Stop
from onetrip.rules import Text

_FILE = Path(__file__).with_name("procedures.yaml")
SUPPLEMENT = Text("补材料", "A paper to come")


@lru_cache(maxsize=1)
def procedures() -> Mapping[str, Text]:
    """Every special procedure by its id, in the order of the file."""
    said = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["procedures"]
    return MappingProxyType({name: Text(text["zh"], text["en"]) for name, text in said.items()})


def name_of(procedure: str) -> Text:
    """What a stop is called; a procedure that is listed no more goes by its id."""
    if procedure == Stop.SUPPLEMENT:
        return SUPPLEMENT
    return procedures().get(procedure, Text(procedure, procedure))
