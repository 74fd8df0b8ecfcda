"""A look at one paper: bytes of a picture in, what it is and says and what does not fit out. It advises; a person decides.

    from onetrip.reading import desk
    looked = desk.look(picture, "id-card", {"name": "王小明", "id_number": "…"}, day)

Loads the recogniser into this process on first use. A web worker asks `onetrip.reading.worker` instead, which has a process
of its own for it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date

from onetrip.reading import advising, comparing, light
from onetrip.reading.engine import engine
from onetrip.reading.kinds import LABELS, UNKNOWN, UNKNOWN_NAME, asked
from onetrip.reading.looked import Field, Finding, Looked
from onetrip.reading.pictures import NotReadable, unpack
from onetrip.reading.sight import Sight, see


def look(image: bytes, expected: str | None, known: Mapping[str, object], day: date) -> Looked:
    """Read a paper and say what is wrong with it.

    `expected`: the id of a paper of the catalogue, or one page of it (`id-card/back`); None or a paper that cannot be read
    here compares nothing. `known`: facts of the person the paper should belong to (see `comparing.compare`). `day`: as of
    which day a term has ended. Nothing is kept, written or logged. Whatever the bytes are, no error is raised: what gives no
    picture is a finding.
    """
    began = time.perf_counter()
    try:
        picture = unpack(image)
    except NotReadable as error:
        return _nothing(advising.NOT_A_PICTURE[error.code], began)
    if light.is_black(picture):
        return _nothing(advising.BLACK, began)
    if light.is_flat(picture):
        return _nothing(advising.EMPTY, began)
    reader = engine()
    with reader.lock:
        sight = see(reader, picture)
    return _told(sight, expected, known, day, began)


def _nothing(finding: Finding, began: float) -> Looked:
    return Looked(UNKNOWN, "", UNKNOWN_NAME, (), (finding,), time.perf_counter() - began)


def _told(sight: Sight, expected: str | None, known: Mapping[str, object], day: date, began: float) -> Looked:
    wanted, page_wanted = asked(expected)
    findings = advising.advise(sight, wanted, page_wanted)
    page = sight.told.page
    if page is None:
        return Looked(
            UNKNOWN, "", UNKNOWN_NAME, (), tuple(findings), time.perf_counter() - began, sight.turned, sight.sharpness
        )
    if wanted is not None and wanted.kind == page.kind:
        findings += comparing.compare(page, sight.read, wanted, known, day)
    fields = tuple(
        Field(
            each.name, LABELS[each.name], each.value, round(each.confidence, 4), sight.placed(each.box), each.repaired
        )
        for each in sight.read
    )
    findings.sort(key=lambda each: ("wrong", "look", "ok").index(each.severity))
    return Looked(
        page.kind,
        page.page,
        page.name,
        fields,
        tuple(findings),
        time.perf_counter() - began,
        sight.turned,
        sight.sharpness,
    )
