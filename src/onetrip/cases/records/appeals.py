"""How to object to a refusal, as the data file of the room gives it with its sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from onetrip.rules import Text

_FILE = Path(__file__).parent.parent / "appeals.yaml"


@dataclass(frozen=True)
class Appeal:
    """The ways to object, each by its name with what is to be known of it, and in small type the law they rest on and
    what nobody has verified."""

    ways: tuple[tuple[Text, Text], ...]
    small: tuple[Text, ...]


@lru_cache(maxsize=1)
def appeal() -> Appeal:
    """The ways as they are told today."""
    said = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    ways, laws = [], []
    for way in said["ways"]:
        part = {name: _text(way[name]) for name in ("name", "within", "where", "note", "law")}
        name, within, where, note = (part[each] for each in ("name", "within", "where", "note"))
        ways.append((name, Text(f"{within.zh}，{where.zh}。{note.zh}", f"{within.en}, {where.en}. {note.en}")))
        laws.append(part["law"])
    rest = Text(f"依据：{'；'.join(law.zh for law in laws)}。", f"By law: {'; '.join(law.en for law in laws)}.")
    both = (_text(said["both"]["name"]), _text(said["both"]["note"]))
    return Appeal((*ways, both), (rest, *(_text(each) for each in said["open"])))


def _text(stored: dict[str, str]) -> Text:
    return Text(stored["zh"], stored["en"])
