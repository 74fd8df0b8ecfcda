"""What is typed into questions and answers, made fit to be read by others. Pure.

Numbers that may be somebody's are refused. A name cannot be told from other words, so the name of whoever is at the
window is looked for, and whoever wrote it is asked whether it is meant.
"""

from __future__ import annotations

from collections.abc import Iterable

from onetrip.catalogue.saying import holds_long_number
from onetrip.ledger.refusals import Malformed
from onetrip.ledger.words import one_line

MOST_QUESTION = 500
MOST_ANSWER = 1000
MOST_WHY = 200
_SHORTEST_NAME = 2


def fit(words: str, most: int, field: str) -> str:
    """`words` on one line. Raises Malformed (`field`) where they are too long or hold what looks like an ID or telephone
    number."""
    plain = one_line(words, most + 1)
    if len(plain) > most:
        raise Malformed("too-long", f"最多 {most} 个字。", f"At most {most} characters.", field=field)
    if holds_long_number(plain):
        raise Malformed(
            "words-hold-number",
            "这里像是有身份证号或电话。请删掉号码，只写情况：这句话以后同事都看得到。",
            "This seems to hold an ID or telephone number. Please take it out and write only what it is about: colleagues "
            "will read this later.",
            field=field,
        )
    return plain


def needed(words: str, most: int, field: str) -> str:
    """As `fit`, and something has to be there."""
    plain = fit(words, most, field)
    if len(plain) < 2:
        raise Malformed("words-missing", "请写一句。", "Please write a sentence.", field=field)
    return plain


def refuse_names(words: str, names: Iterable[str], field: str) -> None:
    """Raises Malformed ("words-name-somebody", `field`) where one of `names` stands in `words`."""
    tight = "".join(words.split()).casefold()
    for name in names:
        plain = "".join(name.split()).casefold()
        if len(plain) >= _SHORTEST_NAME and plain in tight:
            raise Malformed(
                "words-name-somebody",
                "这里有窗口前这位居民的姓名。换成“居民”“她”；要是碰巧同字，勾“不是姓名”再送。",
                "This holds the name of the resident at the window. Write “the resident” instead; if the word only "
                "looks like a name, tick “not a name” and send it again.",
                field=field,
            )
