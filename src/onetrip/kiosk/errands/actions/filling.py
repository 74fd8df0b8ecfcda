"""Questions answered, the form filled in, papers and the signature: everything between who it is and the last look."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime

from onetrip.advice import actions as advice
from onetrip.cases.papers import Needed
from onetrip.kiosk.errands import forms
from onetrip.kiosk.errands.actions.changing import changing, record
from onetrip.kiosk.errands.actions.tidying import remove, remove_pictures, unsign
from onetrip.kiosk.errands.run import Run, run_of
from onetrip.kiosk.errands.steps import Step
from onetrip.kiosk.models import Errand, Picture
from onetrip.ledger.refusals import Malformed
from onetrip.ledger.requests import further
from onetrip.licences import actions as licences
from onetrip.licences import queries, wording
from onetrip.licences.models import Lookup
from onetrip.rules import Text

EDITABLE = (Errand.State.OPEN, Errand.State.ASKED)


class FormWrong(Malformed):
    """The form cannot be taken as it is: what is wrong by field, and what was typed, to be shown again."""

    def __init__(self, wrong: Mapping[str, Text], typed: Mapping[str, str]) -> None:
        super().__init__(
            "form-wrong",
            f"有 {len(wrong)} 处要改：" + "".join(each.zh for each in wrong.values()),
            f"{len(wrong)} to correct: " + " ".join(each.en for each in wrong.values()),
            field="form",
        )
        self.wrong, self.typed = dict(wrong), dict(typed)


def answer(*, seat: uuid.UUID, fact: str, raw: str, now: datetime, by: str) -> None:
    """A question is answered; an answer given before is corrected."""
    _ask(seat, now, lambda one: advice.answer(consultation_id=one, fact=fact, raw=raw, now=now, by=by))


def skip(*, seat: uuid.UUID, fact: str, now: datetime, by: str) -> None:
    """A question is left to the one who reviews."""
    _ask(seat, now, lambda one: advice.skip(consultation_id=one, fact=fact, now=now, by=by))


def take_back(*, seat: uuid.UUID, fact: str | None, now: datetime, by: str) -> None:
    """An answer is taken back, the last one without a name."""
    _ask(seat, now, lambda one: advice.take_back(consultation_id=one, fact=fact, now=now, by=by))


def fill(*, seat: uuid.UUID, sent: Mapping[str, str], now: datetime, by: str) -> None:
    """The form as it was typed. Raises FormWrong, and keeps what was typed all the same."""
    with changing(seat, now) as errand:
        run = run_of(errand, now)
        values, wrong = forms.read(run.fields, sent, run.day)
        if values != errand.form:
            unsign(errand, now=now)
        errand.form = values
        done = [step for step in errand.confirmed if step != Step.FORM]
        errand.confirmed = done if wrong else [*done, Step.FORM.value]
        errand.save(update_fields=["form", "confirmed", "touched_at"])
        if not wrong:
            record(errand, "fill", now=now, by=by)
    if wrong:
        raise FormWrong(wrong, values)


def confirm_papers(*, seat: uuid.UUID, now: datetime, by: str) -> None:
    """All papers are there as far as the person can. Raises Malformed, naming those that are not."""
    with changing(seat, now) as errand:
        open_lines = [line for line in run_of(errand, now).lines if not line.is_there]
        if open_lines:
            zh, en = "、".join(line.name.zh for line in open_lines), ", ".join(line.name.en for line in open_lines)
            raise Malformed("papers-open", f"还差：{zh}。", f"Still missing: {en}.", field="papers")
        if Step.PAPERS not in errand.confirmed:
            errand.confirmed = [*errand.confirmed, Step.PAPERS.value]
        errand.save(update_fields=["confirmed", "touched_at"])
        record(errand, "confirm-papers", now=now, by=by)


def fetch_licences(*, seat: uuid.UUID, now: datetime, by: str) -> None:
    """Look for the licence of every needed paper that has one and was not looked for yet: once, within seconds."""
    with changing(seat, now, states=EDITABLE) as errand:
        wanted = to_fetch(run_of(errand, now))
        errand.save(update_fields=["touched_at"])
    if not wanted:
        return
    # The store is asked outside the transaction: it may be slow, and nobody should wait for its row.
    found = _looked_up(run_of(errand, now), wanted, now, by)
    with changing(seat, now, states=EDITABLE) as errand:
        papers = dict(errand.papers)
        for paper, code in wanted.items():
            lookup = found.get(code)
            way = _WAYS[lookup.state] if lookup else "unavailable"
            said = wording.said(lookup.state, lookup.valid_until) if lookup and way == "fetched" else None
            told = {"zh": said.zh, "en": said.en} if said else None
            papers[paper] = {**papers.get(paper, {}), "way": way, "told": told}
        errand.papers = papers
        errand.save(update_fields=["papers", "touched_at"])
        states = sorted(papers[paper]["way"] for paper in wanted)
        record(errand, "fetch", now=now, by=by, data={"states": states})


_WAYS: dict[str, str] = {
    Lookup.State.FOUND: "fetched",
    Lookup.State.NONE: "none",
    Lookup.State.UNUSABLE: "unusable",
    Lookup.State.UNANSWERED: "unavailable",
}


def _looked_up(run: Run, wanted: Mapping[str, str], now: datetime, by: str) -> dict[str, Lookup]:
    """By code what the store said; nothing where there is no store."""
    resident, codes = run.errand.resident, sorted(set(wanted.values()))
    if resident is None or not queries.is_connected():
        return {}
    rows = licences.look_up(
        resident=resident,
        licences=codes,
        wanted=licences.Wanted(
            centre=run.errand.centre_id,
            channel="kiosk",
            occasion=run.errand.pk,
            purpose=f"自助办理：{run.matter.name.zh}",
        ),
        day=run.day,
        now=now,
        by=by,
        key=further(run.errand.pk, f"licences {' '.join(codes)}"),
    )
    return {row.licence: row for row in rows}


def to_fetch(run: Run) -> dict[str, str]:
    """The papers to ask the licence store for, with the codes of their licences: the resident's own, whose card was read."""
    wanted: dict[str, str] = {}
    if not run.shows_private:
        return wanted
    for line in run.lines:
        if line.state != "open" or line.needed.by_proxy or line.again:
            continue
        for paper in sorted(line.needed.any_of):
            text = run.catalogue.papers.get(paper)
            if text is not None and text.own_licence and "way" not in run.errand.papers.get(paper, {}):
                wanted[paper] = text.own_licence
    return wanted


def choose_paper(*, seat: uuid.UUID, paper: str, now: datetime, by: str) -> None:
    """Of several papers that would do, this one is at hand."""
    with changing(seat, now, states=EDITABLE) as errand:
        needed = _needed(run_of(errand, now), paper)
        papers = {
            one: {**came, "chosen": False} if one in needed.any_of else came for one, came in errand.papers.items()
        }
        papers[paper] = {**papers.get(paper, {}), "chosen": True}
        for other in needed.any_of - {paper}:
            remove_pictures(errand, now=now, paper=other)
        errand.papers = papers
        errand.save(update_fields=["papers", "touched_at"])
        unsign(errand, now=now)
        record(errand, "choose-paper", now=now, by=by)


def bring_later(*, seat: uuid.UUID, paper: str, later: bool, now: datetime, by: str) -> None:
    """A minor paper follows at a window, where the matter allows it (容缺受理); or after all it does not."""
    with changing(seat, now) as errand:
        needed = _needed(run_of(errand, now), paper)
        if later and not needed.may_follow:
            raise Malformed(
                "paper-may-not-follow",
                f"{needed.name.zh}不能后补，要现在交。",
                f"The {needed.name.en} may not follow later; it is needed now.",
                field="papers",
            )
        came = {name: value for name, value in errand.papers.get(paper, {}).items() if name != "way"}
        errand.papers = {**errand.papers, paper: {**came, "way": "later"} if later else came}
        errand.save(update_fields=["papers", "touched_at"])
        unsign(errand, now=now)
        record(errand, "bring-later" if later else "bring-now", now=now, by=by)


def drop_picture(*, seat: uuid.UUID, picture_id: uuid.UUID, now: datetime, by: str) -> None:
    """A picture is taken away again, to take a better one; the signature too. Nothing happens when it is gone already."""
    with changing(seat, now, states=EDITABLE) as errand:
        found = Picture.objects.filter(pk=picture_id, errand=errand, removed_at=None).first()
        errand.save(update_fields=["touched_at"])
        if found is not None:
            remove([found], now)
            unsign(errand, now=now)
            record(errand, "drop-picture", now=now, by=by)


def _needed(run: Run, paper: str) -> Needed:
    found = run.papers.line(paper)
    if found is None:
        raise Malformed(
            "paper-not-asked-for",
            "这件事不要这份材料。请刷新页面。",
            "This matter does not ask for this paper. Please reload the page.",
            field="papers",
        )
    return found[0]


def _ask(seat: uuid.UUID, now: datetime, change: Callable[[uuid.UUID], None]) -> None:
    with changing(seat, now) as errand:
        change(errand.consultation_id)
        unsign(errand, now=now)
        # What is asked of papers and form may be otherwise now: they are looked at once more.
        errand.confirmed = [step for step in errand.confirmed if step == Step.BEFORE]
        errand.save(update_fields=["confirmed", "touched_at"])
