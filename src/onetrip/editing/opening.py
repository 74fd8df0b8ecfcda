"""A file of a draft as it is opened: its text, what it started from, and what the rest of the catalogue offers to name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from onetrip.catalogue import drafts
from onetrip.catalogue.files import Scalar, Table, parse_all
from onetrip.catalogue.models import Draft
from onetrip.catalogue.rewriting import tree_of
from onetrip.editing.matter_fields import Names
from onetrip.rules import Text

MATTERS = "matters/"
_FOLDERS = {"papers": "papers/", "facts": "facts/"}

SKELETON = """\
id: {id}
name: {{zh: 新事项, en: New matter}}
also: []
category: ageing
kind: apply
offer: asked
channels: [window]
entitled: "true"
open:
  - of: papers
    zh: 要带什么，还没有查到。
    en: What to bring is not known.
sources: []
"""
"""What a new matter begins with; its author fills it in, and the check names what is missing."""


@dataclass(frozen=True)
class Opened:
    """`text` is that of the draft, else the one in force; None for a file that is not there or that the draft removes.

    `edition` is 0 while the draft does not change the file; `onto` the version from whose text the change starts.
    `texts` is the whole catalogue as it would be with this draft.
    """

    draft: Draft
    name: str
    text: str | None
    edition: int
    onto: int
    in_force: str | None
    texts: Mapping[str, str]
    saved_at: datetime | None
    saved_by: str

    @property
    def is_matter(self) -> bool:
        """Whether it is a matter's file, for which there is a form."""
        return self.name.startswith(MATTERS)

    @property
    def matter(self) -> str:
        """The id of the matter, "" for another file."""
        return self.name.removeprefix(MATTERS).removesuffix(".yaml") if self.is_matter else ""

    @property
    def is_new(self) -> bool:
        """Whether no version in force has it."""
        return self.in_force is None


def open_file(draft: Draft, name: str) -> Opened:
    """The file `name` as the draft has it."""
    number, texts = drafts.in_force_texts()
    changes = drafts.changes_of(draft)
    merged = drafts.applied(texts, changes.values())
    kept = changes.get(name)
    return Opened(
        draft=draft,
        name=name,
        text=merged.get(name),
        edition=kept.edition if kept else 0,
        onto=kept.base.number if kept else number,
        in_force=texts.get(name),
        texts=merged,
        saved_at=kept.saved_at if kept else None,
        saved_by=kept.saved_by if kept else "",
    )


def texts_around(texts: Mapping[str, str], name: str) -> dict[str, str]:
    """The file with everything that it needs to be read: the reference files, and the matters it leads to or needs first.

    A matter is looked at after every word that is typed; reading all the others each time would be slow and no help.
    """
    around = {other: text for other, text in texts.items() if not other.startswith(MATTERS)}
    ahead = [name]
    while ahead:
        each = ahead.pop()
        if each in around or each not in texts:
            continue
        around[each] = texts[each]
        tree = tree_of(texts[each]) or {}
        for field in ("leads_to", "needs_first"):
            others = tree.get(field)
            names = [_matter_of(other) for other in others] if isinstance(others, list) else []
            ahead += [f"{MATTERS}{other}.yaml" for other in names if other]
    return around


def _matter_of(entry: object) -> str:
    """The matter that an entry of `leads_to` or `needs_first` names, written short or long; empty where it names none."""
    named = entry.get("matter") if isinstance(entry, dict) else entry
    return named if isinstance(named, str) else ""


def names_in(texts: Mapping[str, str]) -> Names:
    """What there is to choose from, by file: ids with their names in both languages, as the files stand."""
    found: dict[str, list[tuple[str, Text]]] = {}

    def of(file: str) -> list[tuple[str, Text]]:
        if file not in found:
            folder = _FOLDERS.get(file, "\0")
            wanted = {name: text for name, text in texts.items() if name == f"{file}.yaml" or name.startswith(folder)}
            trees, _ = parse_all(wanted)
            found[file] = [
                (key, _named(key, entry))
                for tree in trees.values()
                if isinstance(tree, Table)
                for key, entry in tree.entries.items()
            ]
        return found[file]

    return Names(of)


def _named(key: str, entry: object) -> Text:
    name = entry.entries.get("name", entry.entries.get("label")) if isinstance(entry, Table) else None
    if not isinstance(name, Table):
        return Text(key, key)
    zh, en = name.entries.get("zh"), name.entries.get("en")
    return Text(zh.text if isinstance(zh, Scalar) else key, en.text if isinstance(en, Scalar) else key)
