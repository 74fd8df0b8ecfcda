"""Why a number is parked, sent on or put first: a code for the record, and words that may stand beside it."""

from __future__ import annotations

import re

from onetrip.ledger.refusals import Malformed
from onetrip.ledger.words import one_line
from onetrip.rules import Text

HOLDING = {
    "copying": Text("去复印、拍照", "gone to copy or be photographed"),
    "writing": Text("在填表", "filling in a form"),
    "fetching": Text("去取材料，今天回来", "fetching a paper, back today"),
    "away": Text("走开一会儿", "away for a moment"),
}
"""Why somebody is parked."""

SENDING = {
    "other-matter": Text("要办的事换了", "another matter after all"),
    "low-counter": Text("要低位柜台", "needs the low counter"),
    "colleague": Text("那边更熟", "a colleague knows it better"),
    "language": Text("要手语或外语", "needs sign language or a foreign language"),
    "together": Text("一家人一起办", "a family, served together"),
    "system": Text("这台机器办不了", "this machine cannot do it"),
}
"""Why somebody is sent on."""

FIRST = {
    "seen": Text("看到、问到的", "seen or told at the door"),
    "unwell": Text("身体不舒服", "feels unwell"),
    "our-mistake": Text("我们耽误了", "we kept them waiting by mistake"),
    "correction": Text("刚才点错了", "chosen by mistake before"),
}
"""Why a guide gives, changes or takes back a priority."""

ALL = HOLDING | SENDING | FIRST
MOST_WORDS = 120
_LIKE_AN_ID = re.compile(r"\d{15}|(?:\d[\s-]*){15,}")


def known(reasons: dict[str, Text], why: str) -> str:
    """`why`, if it is one of `reasons`. Raises Malformed."""
    if why not in reasons:
        raise Malformed("why-unknown", "请选一个原因。", "Please choose a reason.", field="why")
    return why


def spoken(words: str) -> str:
    """What a colleague wrote, on one line. Raises Malformed where it holds what looks like an ID number."""
    plain = one_line(words, MOST_WORDS)
    if _LIKE_AN_ID.search(plain):
        raise Malformed(
            "words-hold-number",
            "备注里像是有身份证号。请删掉号码，只写情况。",
            "The note seems to hold an ID number. Please take the number out and write only what it is about.",
            field="words",
        )
    return plain
