"""What can be done in a consultation, from the first word to the last answer.

Each verb locks the consultation's row, so that two tabs of one browser cannot undo one another, and does nothing where
it was done before: a second press of the same button is harmless without a key. Events name matters, facts and papers,
never what was answered about them, and no words that a resident used.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from onetrip.advice.actions.changing import changing as _changing
from onetrip.advice.actions.earlier import drop_carried
from onetrip.advice.answers import read_answer
from onetrip.advice.memory import Stored, kept
from onetrip.advice.models import Consultation, Slip
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.saying import MOST_SAID, holds_long_number
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.people import actions as people
from onetrip.people.identity import read_number
from onetrip.planning import Plan
from onetrip.rules import AGE, BIRTH_DATE, Fact, Origin

MOST_HEARD = 100
"""Times something may be asked for in one consultation."""

BY_PROXY = "by_proxy"
SEX = "sex"


def begin(
    *, centre: str, channel: str, now: datetime, by: str, renews: Slip | None = None, key: uuid.UUID | None = None
) -> Consultation:
    """Start to ask, by the catalogue that is in force. `channel` is one of Consultation.Channel.

    With a `key`, the same request asked again gives the consultation that the first one began.
    """
    current = catalogues.current_version()
    consultation = Consultation(
        centre_id=centre,
        channel=Consultation.Channel(channel),
        catalogue=current,
        started_at=now,
        started_by=by,
        facts={},
        renews=renews,
    )
    with transaction.atomic():
        if (earlier := _begun_before(consultation, key, now, by)) is not None:
            return earlier
        consultation.save(force_insert=True)
        _record(consultation, "begin", now, by, {"channel": consultation.channel, "catalogue": current.number})
    return consultation


def begin_again(
    *,
    slip: Slip,
    centre: str,
    channel: str,
    with_facts: bool,
    now: datetime,
    by: str,
    key: uuid.UUID | None = None,
) -> Consultation:
    """Ask anew for what `slip` was about, because something has changed; the slip issued at the end replaces it.

    `with_facts` carries the answers over. Only for somebody who may know them: whoever merely holds the slip sees what
    it says, not what was answered. With a `key`, the same request asked again gives the consultation of the first.
    """
    earlier = slip.consultation
    with transaction.atomic():
        consultation = begin(centre=centre, channel=channel, now=now, by=by, renews=slip, key=key)
        if consultation.started_at != now:
            return consultation
        catalogue = catalogues.version(consultation.catalogue.number)
        consultation.wanted = [matter for matter in earlier.wanted if catalogue.matter(matter)]
        if with_facts:
            consultation.facts = {
                name: item for name, item in slip.facts.items() if catalogue.book.vocabulary.fact(name) is not None
            }
            consultation.resident_id = slip.resident_id
            said = Plan.from_json(slip.plan)
            consultation.held = [paper for paper in said.held if paper in catalogue.papers]
            consultation.lacking = [paper for paper in said.lacking if paper in catalogue.papers]
        consultation.save(update_fields=["wanted", "facts", "resident", "held", "lacking"])
    return consultation


def hear(*, consultation_id: uuid.UUID, said: str, matter: str, now: datetime, by: str) -> None:
    """The resident asks for `matter`, in the words `said`.

    Words that hold a long number, which may be an ID number typed into the wrong field, are not kept.
    """
    with _changing(consultation_id) as (consultation, catalogue):
        _known_matter(catalogue, matter)
        if len(consultation.heard) >= MOST_HEARD:
            raise Refused(
                "too-much-heard",
                "这次咨询问得太多了，记不下。请先打印这一张，再开始下一次。",
                "This consultation has grown too long. Please print this slip and begin another.",
            )
        if matter in consultation.wanted:
            return
        words = "" if holds_long_number(said) else " ".join(said.replace("\0", "").split())[:MOST_SAID]
        consultation.wanted.append(matter)
        consultation.heard.append({"said": words, "matter": matter, "kept": True})
        consultation.declined = [other for other in consultation.declined if other != matter]
        consultation.save(update_fields=["wanted", "heard", "declined"])
        _record(consultation, "hear", now, by, {"matter": matter})


def unhear(*, consultation_id: uuid.UUID, matter: str, now: datetime, by: str) -> None:
    """The resident did not ask for `matter` after all; the words stay, as a misunderstanding to learn from."""
    with _changing(consultation_id) as (consultation, _):
        if matter not in consultation.wanted:
            return
        consultation.wanted.remove(matter)
        for heard in consultation.heard:
            if heard["matter"] == matter:
                heard["kept"] = False
        consultation.save(update_fields=["wanted", "heard"])
        _record(consultation, "unhear", now, by, {"matter": matter})


def accept_offer(*, consultation_id: uuid.UUID, matter: str, now: datetime, by: str) -> None:
    """The resident wants a matter that was offered, or one declined before."""
    hear(consultation_id=consultation_id, said="", matter=matter, now=now, by=by)


def decline(*, consultation_id: uuid.UUID, matter: str, now: datetime, by: str) -> None:
    """The resident does not want `matter`, though entitled to it: it is left out of the plan and not asked about."""
    with _changing(consultation_id) as (consultation, catalogue):
        _known_matter(catalogue, matter)
        if matter in consultation.declined:
            return
        consultation.declined.append(matter)
        consultation.wanted = [other for other in consultation.wanted if other != matter]
        consultation.save(update_fields=["wanted", "declined"])
        _record(consultation, "decline", now, by, {"matter": matter})


def answer(*, consultation_id: uuid.UUID, fact: str, raw: str, now: datetime, by: str) -> None:
    """The resident answers the question about `fact` in the words or by the choice `raw`.

    Answering again corrects the earlier answer. Raises Malformed (field "answer") for what cannot be read, and Refused
    for a fact that the ID number has settled.
    """
    with _changing(consultation_id) as (consultation, catalogue):
        asked = _known_fact(catalogue, fact)
        learned = read_answer(asked, raw, day=_day(consultation, now), vocabulary=catalogue.book.vocabulary)
        for name in (fact, *learned):
            _refuse_settled(consultation, name)
        _forget(consultation, fact)
        for name, value in learned.items():
            consultation.facts[name] = kept(value, Origin.SAID)
        consultation.asked.append(fact)
        if fact not in learned:
            # An age instead of a birth date: whoever did not say the day is not asked for it again.
            consultation.skipped.append(fact)
        consultation.save(update_fields=["facts", "asked", "skipped"])
        _record(consultation, "answer", now, by, {"fact": fact})


def skip(*, consultation_id: uuid.UUID, fact: str, now: datetime, by: str) -> None:
    """The resident would rather not answer; what depends on it is left to the window."""
    with _changing(consultation_id) as (consultation, catalogue):
        _known_fact(catalogue, fact)
        _refuse_settled(consultation, fact)
        if fact in consultation.skipped and fact not in consultation.facts:
            return
        _forget(consultation, fact)
        consultation.asked.append(fact)
        consultation.skipped.append(fact)
        consultation.save(update_fields=["facts", "asked", "skipped"])
        _record(consultation, "skip", now, by, {"fact": fact})


def take_back(*, consultation_id: uuid.UUID, fact: str | None, now: datetime, by: str) -> None:
    """Take the answer about `fact` back, or, with None, the last one; nothing happens when there is none.

    A page names the fact that it showed as the last, so that a double click takes back one answer and not two.
    """
    with _changing(consultation_id) as (consultation, _):
        if fact is None:
            fact = consultation.asked[-1] if consultation.asked else None
        if fact is None or fact not in consultation.asked:
            return
        _forget(consultation, fact)
        consultation.save(update_fields=["facts", "asked", "skipped"])
        _record(consultation, "take-back", now, by, {"fact": fact})


def come_by_proxy(*, consultation_id: uuid.UUID, by_proxy: bool, now: datetime, by: str) -> None:
    """Somebody else will come for the resident, or the resident will come after all. It does not count as a question.

    What the resident answered in earlier consultations goes out again where somebody else comes.
    """
    with _changing(consultation_id) as (consultation, catalogue):
        _known_fact(catalogue, BY_PROXY)
        if consultation.facts.get(BY_PROXY, {}).get("value") is by_proxy:
            return
        if by_proxy:
            drop_carried(consultation)
        consultation.facts[BY_PROXY] = kept(by_proxy, Origin.SAID)
        consultation.skipped = [name for name in consultation.skipped if name != BY_PROXY]
        consultation.save(update_fields=["facts", "skipped"])
        _record(consultation, "answer", now, by, {"fact": BY_PROXY})


def have_paper(
    *, consultation_id: uuid.UUID, paper: str, instead_of: str | None = None, now: datetime, by: str
) -> None:
    """The resident has this paper; with `instead_of`, and brings it in place of that one."""
    _say_of_papers(consultation_id, {paper: True} | ({instead_of: False} if instead_of else {}), now, by)


def lack_paper(*, consultation_id: uuid.UUID, paper: str, now: datetime, by: str) -> None:
    """The resident does not have this paper, or cannot bring it now."""
    _say_of_papers(consultation_id, {paper: False}, now, by)


def forget_paper(*, consultation_id: uuid.UUID, paper: str, now: datetime, by: str) -> None:
    """What was said about this paper is taken back."""
    _say_of_papers(consultation_id, {paper: None}, now, by)


def read_identity(
    *, consultation_id: uuid.UUID, id_number: str, name: str | None = None, now: datetime, by: str
) -> None:
    """The ID card was read, or its number typed: who it is, and the birth date and sex that follow from the number.

    Raises Malformed (field "id_number") for a number that cannot be right, and Refused when this consultation is about
    somebody else already.
    """
    with _changing(consultation_id) as (consultation, catalogue):
        identity = read_number(id_number, day=_day(consultation, now))
        said_name = " ".join((name or "").replace("\0", "").split())[:40] or None
        resident = people.know(identity=identity, now=now, name=said_name)
        if consultation.resident_id == resident.pk:
            return
        if consultation.resident_id is not None:
            raise Refused(
                "other-resident",
                "这是另一位居民的身份证。先按“下一位”，再读这张证。",
                "This is another resident's card. Please go to the next person first, then read it.",
            )
        for fact, value in ((BIRTH_DATE, identity.birth_date), (SEX, identity.sex)):
            _forget(consultation, fact)
            if catalogue.book.vocabulary.fact(fact) is not None:
                consultation.facts[fact] = kept(value, Origin.ID_NUMBER)
        consultation.resident = resident
        consultation.save(update_fields=["facts", "asked", "skipped", "resident"])
        _record(consultation, "read-identity", now, by)


def ask_everything(*, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    """Go on asking until every matter that might be for this resident is decided, also those nobody asked about."""
    with _changing(consultation_id) as (consultation, _):
        if not consultation.everything:
            consultation.everything = True
            consultation.save(update_fields=["everything"])
            _record(consultation, "ask-everything", now, by)


def switch_channel(*, consultation_id: uuid.UUID, channel: str, now: datetime, by: str) -> None:
    """The desk notes that this resident is on the telephone, or stands in front of it after all."""
    with _changing(consultation_id) as (consultation, _):
        chosen = Consultation.Channel(channel)
        if consultation.channel != chosen:
            consultation.channel = chosen
            consultation.save(update_fields=["channel"])
            _record(consultation, "switch-channel", now, by, {"channel": chosen})


def _say_of_papers(consultation_id: uuid.UUID, said: Mapping[str, bool | None], now: datetime, by: str) -> None:
    """Keep whether each paper is had (True), cannot be brought (False), or nothing is said of it any more (None)."""
    with _changing(consultation_id) as (consultation, catalogue):
        for paper in said:
            _known_paper(catalogue, paper)
        before = {**dict.fromkeys(consultation.held, True), **dict.fromkeys(consultation.lacking, False)}
        after = {paper: has for paper, has in {**before, **said}.items() if has is not None}
        if after == before:
            return
        consultation.held = sorted(paper for paper, has in after.items() if has)
        consultation.lacking = sorted(paper for paper, has in after.items() if not has)
        consultation.save(update_fields=["held", "lacking"])
        _record(consultation, "say-of-papers", now, by, {"papers": sorted(said)})


def _begun_before(consultation: Consultation, key: uuid.UUID | None, now: datetime, by: str) -> Consultation | None:
    """The consultation that this request began when it was made the first time."""
    if key is None:
        return None
    action = f"begin {consultation.channel} {consultation.renews_id or ''}".rstrip()
    earlier = requests.claim(key, action=action, actor=by, now=now, result={"consultation": str(consultation.pk)})
    if earlier is None:
        return None
    return Consultation.objects.select_related("catalogue").get(pk=earlier["consultation"])


def _known_matter(catalogue: Catalogue, matter: str) -> None:
    if catalogue.matter(matter) is None:
        raise Malformed(
            "matter-unknown",
            "没有这个事项。请重新选。",
            "There is no such matter. Please choose again.",
            field="matter",
        )


def _known_fact(catalogue: Catalogue, name: str) -> Fact:
    fact = catalogue.book.vocabulary.fact(name)
    if fact is None:
        raise Malformed(
            "fact-unknown",
            "没有这个问题。请刷新页面。",
            "There is no such question. Please reload the page.",
            field="fact",
        )
    return fact


def _known_paper(catalogue: Catalogue, paper: str) -> None:
    if paper not in catalogue.papers:
        raise Malformed(
            "paper-unknown",
            "没有这种材料。请刷新页面。",
            "There is no such paper. Please reload the page.",
            field="paper",
        )


def _refuse_settled(consultation: Consultation, fact: str) -> None:
    by_number = consultation.facts.get(BIRTH_DATE if fact == AGE else fact, {}).get("origin") == Origin.ID_NUMBER
    if by_number:
        raise Refused(
            "fact-settled",
            "这一项身份证号已经答了，不用再答。",
            "The ID number has answered this already.",
        )


def _forget(consultation: Consultation, fact: str) -> None:
    """Drop what was said about `fact`. An age said instead of a birth date goes with it, and the other way round."""
    together = (BIRTH_DATE, AGE) if fact in (BIRTH_DATE, AGE) else (fact,)
    facts: Stored = consultation.facts
    consultation.facts = {name: item for name, item in facts.items() if name not in together}
    consultation.asked = [name for name in consultation.asked if name not in together]
    consultation.skipped = [name for name in consultation.skipped if name not in together]


def _day(consultation: Consultation, now: datetime) -> date:
    return settled(consultation.centre_id).centre.day_of(now)


def _record(consultation: Consultation, verb: str, now: datetime, by: str, data: dict[str, Any] | None = None) -> None:
    events.record(
        now=now,
        centre=consultation.centre_id,
        actor=by,
        thing="consultation",
        thing_id=consultation.pk,
        verb=verb,
        data=data,
    )
