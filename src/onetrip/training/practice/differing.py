"""What is different about a matter from one catalogue to another, in sentences for whoever handles it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.guide import CHANNELS
from onetrip.catalogue.telling import Telling, limit_in_words
from onetrip.manuals.telling import field_in_words, joined
from onetrip.planning import Ask, Limits, MatterTerms, OneOf, PaperAsk
from onetrip.rules import Text

_TOLD_APART = ("entitled", "papers", "limits", "channels")
"""Fields of which it is said what they are now; of every other one only that it differs."""
_SAYS_NOTHING = frozenset({"id", "seal", "unverified", "entitled_known", "papers_known", "papers_complete"})


def differences(before: Catalogue, after: Catalogue, matter: str, day: date) -> tuple[Text, ...]:
    """What is different, the weightiest first; never empty for a matter that `changed_matters` names.

    `day` is that on which dated amounts are told, as a rule the day of the change.
    """
    old, new = before.matter(matter), after.matter(matter)
    if old is None or new is None:
        gone = Text("这件事不再办了。", "This matter is not handled any more.")
        return (gone if new is None else Text("这是一件新的事项。", "This is a new matter."),)
    found = (
        *_entitled(Telling(before, day), Telling(after, day), old, new),
        *_papers(before, after, old.terms, new.terms),
        *_limits(old.terms.limits, new.terms.limits),
        *_channels(old.terms, new.terms),
        *_others(old, new),
    )
    return found or (
        Text(
            "它用到的材料、情况或金额改了，看业务手册。",
            "A paper, a fact or an amount that it uses was changed; see the manual.",
        ),
    )


def _entitled(before: Telling, after: Telling, old: Matter, new: Matter) -> Iterator[Text]:
    was, now = before.entitled(old), after.entitled(new)
    if was != now:
        yield Text(f"谁能办改了。现在：{now.zh}", f"Who may have it has changed. Now: {now.en}")


def _papers(before: Catalogue, after: Catalogue, old: MatterTerms, new: MatterTerms) -> Iterator[Text]:
    was, now = _asked(old), _asked(new)
    more = [after.papers[paper].name for paper in now if paper not in was]
    less = [before.papers[paper].name for paper in was if paper not in now]
    if more:
        names = joined(more)
        yield Text(f"多了材料：{names.zh}。", f"Asked for now: {names.en}.")
    if less:
        names = joined(less)
        yield Text(f"不再要：{names.zh}。", f"Not asked for any more: {names.en}.")
    other = [after.papers[paper].name for paper in now if paper in was and was[paper] != now[paper]]
    if other:
        names = joined(other)
        yield Text(
            f"份数或什么时候要，改了：{names.zh}。", f"How many, or when it is asked for, has changed: {names.en}."
        )
    if not (more or less or other) and (old.papers, old.situations, old.proxy) != (
        new.papers,
        new.situations,
        new.proxy,
    ):
        yield Text(
            "材料的条件或哪些可以互相代替，改了。",
            "When papers are asked for, or which may stand for another, has changed.",
        )


def _limits(old: Limits, new: Limits) -> Iterator[Text]:
    if old.on_the_spot != new.on_the_spot:
        yield (
            Text("现在当场办好。", "Done while people wait now.")
            if new.on_the_spot
            else Text("不再是当场办好。", "Not done while people wait any more.")
        )
    for zh, en, was, now in (
        ("承诺时限", "The promised limit", old.decide, new.decide),
        ("法定时限", "The legal limit", old.legal, new.legal),
    ):
        if was == now:
            continue
        is_now = limit_in_words(now) if now is not None else Text("没有写", "not stated")
        instead = f"（原来 {limit_in_words(was).zh}）" if was is not None else ""
        of_old = f" (before: {limit_in_words(was).en})" if was is not None else ""
        yield Text(f"{zh}现在是 {is_now.zh}{instead}。", f"{en} is now {is_now.en}{of_old}.")


def _channels(old: MatterTerms, new: MatterTerms) -> Iterator[Text]:
    if old.channels != new.channels:
        names = joined(CHANNELS[channel] for channel in new.channels)
        yield Text(f"现在在这些地方办：{names.zh or '没有写'}。", f"Handled now at: {names.en or 'not stated'}.")


def _others(old: Matter, new: Matter) -> Iterator[Text]:
    """The fields that differ and that nothing is said of yet, by name in one sentence."""
    told = {*_TOLD_APART, "situations", "proxy", *_SAYS_NOTHING}
    names = [
        each.name for each in fields(MatterTerms) if getattr(old.terms, each.name) != getattr(new.terms, each.name)
    ]
    names += [name for name in ("steps", "asked_often", "basis") if getattr(old, name) != getattr(new, name)]
    named = joined(field_in_words(name) for name in names if name not in told)
    if named.zh:
        yield Text(f"还改了：{named.zh}。", f"Also changed: {named.en}.")


def _asked(terms: MatterTerms) -> dict[str, tuple[PaperAsk, ...]]:
    """Every paper a matter may ask for → how it is asked for, in the order of the definition."""
    proxy = terms.proxy.papers if terms.proxy is not None else ()
    found: dict[str, tuple[PaperAsk, ...]] = {}
    for ask in _single([*terms.papers, *(ask for each in terms.situations for ask in each.papers), *proxy]):
        found[ask.paper] = (*found.get(ask.paper, ()), ask)
    return found


def _single(asks: Iterable[Ask]) -> Iterator[PaperAsk]:
    for ask in asks:
        yield from ask.options if isinstance(ask, OneOf) else (ask,)
