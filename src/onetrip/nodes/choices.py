"""What a person can decide about a conflict, and how each is said. Data."""

from __future__ import annotations

from dataclasses import dataclass

from onetrip.nodes.models import Conflict
from onetrip.rules import Text


@dataclass(frozen=True)
class Choice:
    """A way to settle a conflict: the word that is stored, and what it means for whom."""

    code: str
    words: Text
    then: Text


_BOTH = Choice(
    "both-stand",
    Text("两边都算", "Both stand"),
    Text("两条都是真的，各留各的，不用改。", "Both are true; each is kept, nothing has to be changed."),
)
_EARLIER = Choice(
    "first-stands",
    Text("先来的算", "The first stands"),
    Text(
        "后来那个中心要撤回自己的那件，打电话给居民说明白。",
        "The second centre withdraws its own and calls the resident to explain.",
    ),
)
_LATER = Choice(
    "second-stands",
    Text("后来的算", "The second stands"),
    Text(
        "先来那个中心要撤回自己的那件，打电话给居民说明白。",
        "The first centre withdraws its own and calls the resident to explain.",
    ),
)
_LOOK = Choice(
    "looked-into",
    Text("已查清，另行处理", "Looked into, handled otherwise"),
    Text("怎么处理的写在说明里。", "How is written in the note."),
)

CHOICES: dict[str, tuple[Choice, ...]] = {
    Conflict.Kind.SLIP_TWICE: (_BOTH, _LOOK),
    Conflict.Kind.MATTER_TWICE: (_EARLIER, _LATER, _BOTH),
    Conflict.Kind.ACCOUNT_CLOSED: (
        Choice(
            "work-stands",
            Text("办过的算数", "The work stands"),
            Text(
                "线路断着，账号停用没传到。居民的事照办，主任核对一遍。",
                "The line was down and the closing had not arrived. What residents were given stands; the director checks it.",
            ),
        ),
        _LOOK,
    ),
    Conflict.Kind.NOT_BOTH: (
        Choice(
            "keep-here",
            Text("各边留各自的", "Each side keeps its own"),
            Text(
                "市里和中心各留着自己那条，另一条原样存档；两边的数因此不一样。",
                "City and centre each keep their own record and the other one on file; their figures differ by it.",
            ),
        ),
        _LOOK,
    ),
}

_SAME_THING = (
    Choice(
        "keep-city",
        Text("市里那条算", "The city's stands"),
        Text("中心那条改成和它一样，原来的存档。", "The centre's is made the same; what it said is kept on file."),
    ),
    Choice(
        "keep-centre",
        Text("中心那条算", "The centre's stands"),
        Text("市里那条改成和它一样，原来的存档。", "The city's is made the same; what it said is kept on file."),
    ),
    _LOOK,
)
OF_ONE_THING = frozenset({"ratings_rating"})
"""Tables of which two records that cannot both stand tell of one thing (a visit), so that one can be made like the other."""


def choices_of(conflict: Conflict) -> tuple[Choice, ...]:
    """What can be decided about this one."""
    table = conflict.same.split(" ", 1)[0]
    if conflict.kind == Conflict.Kind.NOT_BOTH and table in OF_ONE_THING:
        return _SAME_THING
    return CHOICES[conflict.kind]


KINDS: dict[str, Text] = {
    Conflict.Kind.SLIP_TWICE: Text("一张小贴士在两个中心用了", "One slip was used at two centres"),
    Conflict.Kind.MATTER_TWICE: Text("同一个人的同一件事受理了两次", "One matter was accepted twice for one resident"),
    Conflict.Kind.ACCOUNT_CLOSED: Text("账号停用以后还在办事", "An account was used after it had been closed"),
    Conflict.Kind.NOT_BOTH: Text("两边的记录放不到一起", "Two records that cannot both stand"),
}
