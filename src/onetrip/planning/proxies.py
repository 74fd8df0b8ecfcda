"""Somebody else comes: for which matters that is possible, and what that person brings."""

from __future__ import annotations

from collections.abc import Sequence

from onetrip.planning.burden import InHand
from onetrip.planning.papers import Union, union_of
from onetrip.planning.plan import IfProxy, ProxyChance, Standing
from onetrip.planning.standing import Judged
from onetrip.planning.view import BY_PROXY, View
from onetrip.rules import Known, Origin, Verdict

_CHANCES = {"anyone": ProxyChance.YES, "family": ProxyChance.FAMILY, "listed": ProxyChance.LISTED}


def chance_of_proxy(view: View, judged: Judged) -> tuple[ProxyChance, frozenset[str]]:
    """Whether somebody else may come for this matter, and the facts that would decide it where somebody does."""
    rule, when = judged.prepared.terms.proxy, judged.prepared.proxy_when
    if rule is None:
        return ProxyChance.UNKNOWN, frozenset()
    verdict = view.verdict(when)
    if rule.who == "nobody" or verdict == Verdict.NO:
        return ProxyChance.NO, frozenset()
    if verdict == Verdict.UNKNOWN and when is not None:
        return ProxyChance.UNKNOWN, view.open((when,)) if view.by_proxy else frozenset()
    return _CHANCES[rule.who], frozenset()


def is_personal(view: View, judged: Judged) -> bool:
    """Whether somebody else comes, who cannot do this one."""
    return view.by_proxy and chance_of_proxy(view, judged)[0] == ProxyChance.NO


def if_proxy(view: View, judged: Sequence[Judged], papers: Union, in_hand: InHand) -> IfProxy | None:
    """What would change if somebody else came, beside `papers`, which the resident brings; None where nobody can say
    so in conditions, because the vocabulary has no word for it."""
    if BY_PROXY not in view.book.vocabulary.facts:
        return None
    known = {**view.known, BY_PROXY: Known(value=True, origin=Origin.SAID)}
    other = View(view.book, known, view.day)
    today = [each for each in judged if each.standing == Standing.NOW and each.at_centre]
    chances = {each.id: chance_of_proxy(other, each)[0] for each in today}
    own = frozenset(each.paper for each in papers.bring)
    return IfProxy(
        bring=tuple(each for each in union_of(other, today, in_hand, own).bring if each.paper not in own),
        not_possible=tuple(matter for matter, chance in chances.items() if chance == ProxyChance.NO),
        not_known=tuple(matter for matter, chance in chances.items() if chance == ProxyChance.UNKNOWN),
    )
