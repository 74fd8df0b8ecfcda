"""Drafts to test with: what an editor does, one function a deed."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from onetrip.catalogue import actions, drafts
from onetrip.catalogue.models import CatalogueVersion, Draft, DraftFile
from tests.catalogue.small import SMALL
from tests.factories import NOW, TODAY

MATTER = "matters/elder-card.yaml"
WU, HAN = "staff:editor", "staff:editor2"


def published(files: dict[str, str] = SMALL, **more: Any) -> CatalogueVersion:
    return actions.publish(files=files, city="testville", by="system", now=NOW, **more)


def changed(old: str, new: str, name: str = MATTER, texts: dict[str, str] = SMALL) -> str:
    """A file with `old` replaced; the text must have been there."""
    assert old in texts[name]
    return texts[name].replace(old, new)


def opened(title: str = "敬老卡改条件", by: str = WU) -> Draft:
    return actions.open_draft(title=title, now=NOW, by=by, key=uuid.uuid4())


def saved(draft: Draft, text: str | None, *, name: str = MATTER, by: str = WU, **more: Any) -> DraftFile:
    given = {"edition": 0, "onto": drafts.newest().number, "key": uuid.uuid4()} | more
    return actions.save_file(draft_id=draft.pk, name=name, text=text, now=NOW, by=by, **given)


def submitted(draft: Draft, *, publish_on: date | None = None, by: str = WU, **more: Any) -> None:
    given = {"edition": now_at(draft), "note": "", "today": TODAY, "key": uuid.uuid4()} | more
    actions.submit(draft_id=draft.pk, publish_on=publish_on, now=NOW, by=by, **given)


def approved(draft: Draft, *, by: str = HAN, **more: Any) -> None:
    given = {"edition": now_at(draft), "key": uuid.uuid4()} | more
    actions.approve(draft_id=draft.pk, now=NOW, by=by, **given)


def ready(text: str | None = None, *, name: str = MATTER, publish_on: date | None = None, title: str = "改") -> Draft:
    """A draft that was written, submitted and approved."""
    draft = opened(title)
    saved(draft, text if text is not None else changed("Elder card", "Card for elders"), name=name)
    submitted(draft, publish_on=publish_on)
    approved(draft)
    return draft


def publish(draft: Draft, *, by: str = HAN, **more: Any) -> CatalogueVersion:
    return actions.publish_draft(draft_id=draft.pk, now=NOW, by=by, **({"key": uuid.uuid4()} | more))


def now_at(draft: Draft) -> int:
    """The edition of the draft as it stands."""
    return Draft.objects.get(pk=draft.pk).edition
