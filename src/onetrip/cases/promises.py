"""What a slip said about a paper, when a window asks for it: whether asking breaks the promise. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from onetrip.planning import Plan, Standing
from onetrip.rules import Text


@dataclass(frozen=True, slots=True)
class Said:
    """`broken`: the slip promised otherwise. `sentence` says what stood there."""

    broken: bool
    sentence: Text


def said_about(plan: Plan, matter: str, paper: str, name: Text) -> Said:
    """What the plan of a slip said about `paper` (called `name`) for `matter`.

    A paper that the slip lists for anything is at hand, one that it calls uncertain was no promise, and neither is
    anything about a matter that the slip did not decide.
    """
    item = plan.item(matter)
    if item is None:
        return Said(broken=False, sentence=Text("单子上没有这件事。", "The slip does not speak of this matter."))
    listed = list(plan.bring) + list(plan.if_proxy.bring if plan.if_proxy else ())
    if any(paper == one.paper or any(paper == other.paper for other in one.instead) for one in listed):
        return Said(broken=False, sentence=Text(f"单子写了要带{name.zh}。", f"The slip lists the {name.en}."))
    if any(paper == one.paper for one in plan.perhaps) or item.standing is not Standing.NOW:
        return Said(broken=False, sentence=Text("单子写了到窗口再确认。", "The slip leaves this to the window."))
    if not item.papers_known:
        return Said(
            broken=False,
            sentence=Text("单子写了材料还没核对到。", "The slip says that the papers are not verified."),
        )
    spared = next((one for one in plan.not_needed if one.paper == paper), None)
    if spared is not None:
        return Said(
            broken=True,
            sentence=Text(
                f"单子写了不用带{name.zh}：{spared.why.zh}",
                f"The slip says the {name.en} is not needed: {spared.why.en}",
            ),
        )
    if not item.papers_complete:
        return Said(
            broken=False,
            sentence=Text(
                "单子写了还要不要别的材料没核对到。",
                "The slip says that whether more papers are asked for is not verified.",
            ),
        )
    return Said(broken=True, sentence=Text(f"单子没写要带{name.zh}。", f"The slip does not ask for the {name.en}."))
