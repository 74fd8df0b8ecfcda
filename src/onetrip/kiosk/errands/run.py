"""One run as it stands: its matter by its own catalogue, what is known, the next question, form, papers, where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from onetrip.advice.memory import from_stored
from onetrip.advice.priors import prior
from onetrip.cases.basis import AtWindow
from onetrip.cases.models import Case
from onetrip.cases.papers import MatterPapers, papers_of
from onetrip.cases.proxies.rules import OF_AGE, for_a_minor
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.self_service import FormField
from onetrip.centres.elsewhere import run_elsewhere
from onetrip.centres.opening import is_open
from onetrip.centres.queries import Settled, settled
from onetrip.kiosk.errands import forms
from onetrip.kiosk.errands.before import Before, handed_in_before
from onetrip.kiosk.errands.offered import is_personal
from onetrip.kiosk.errands.paper_lines import Line, lines_of
from onetrip.kiosk.errands.review_hours import hours_of
from onetrip.kiosk.errands.standing import Standing as Stands
from onetrip.kiosk.errands.standing import standing
from onetrip.kiosk.errands.steps import Progress, Step, path_of, step_of
from onetrip.kiosk.errands.waiting import waits_until
from onetrip.kiosk.models import Errand, Picture
from onetrip.people.identity import Identity, read_number
from onetrip.planning import Item, Plan, ProxyChance, Question, Standing, next_question, plan
from onetrip.planning.view import BY_PROXY
from onetrip.rules import Known, Origin, Text, age_on

STOPPED = (Standing.LATER, Standing.NOT_ENTITLED, Standing.NOT_HERE, Standing.AUTOMATIC)


@dataclass(frozen=True)
class Run:
    """An errand with everything that a page or a rule asks about it, on the day of `now`."""

    errand: Errand
    now: datetime
    place: Settled
    catalogue: Catalogue
    pictures: tuple[Picture, ...]

    @cached_property
    def day(self) -> date:
        """The centre's day."""
        return self.place.centre.day_of(self.now)

    @cached_property
    def matter(self) -> Matter:
        """The matter, as the version of this run has it."""
        return self.catalogue.matters[self.errand.matter]

    @cached_property
    def known(self) -> Mapping[str, Known]:
        """What is known of the resident, with who comes."""
        consultation = self.errand.consultation
        known = from_stored(consultation.facts, self.catalogue.book.vocabulary)
        if BY_PROXY in self.catalogue.book.vocabulary.facts:
            known[BY_PROXY] = Known(self.errand.by_proxy, Origin.SAID)
        return known

    @cached_property
    def plan(self) -> Plan:
        """The plan for this matter alone."""
        book = self.catalogue.book
        return plan(
            book,
            self.known,
            self.day,
            [self.errand.matter],
            self.errand.consultation.skipped,
            book.prepared.keys() - {self.errand.matter},
            calendar=self.place.calendar,
        )

    @cached_property
    def item(self) -> Item:
        """What the plan says of the matter."""
        found = self.plan.item(self.errand.matter)
        if found is None:
            raise RuntimeError(f"a plan for {self.errand.matter} does not speak of it")
        return found

    @cached_property
    def question(self) -> Question | None:
        """The next question that this matter or its papers still depend on."""
        book = self.catalogue.book
        return next_question(
            book,
            self.known,
            self.day,
            [self.errand.matter],
            self.errand.consultation.skipped,
            book.prepared.keys() - {self.errand.matter},
            scope="wanted",
            prior=prior(self.catalogue),
        )

    @cached_property
    def papers(self) -> MatterPapers:
        """The papers of the matter for this resident; done for a child, those of a guardian."""
        gap = self.matter.terms.minor_gap
        found = papers_of(
            self.errand.matter,
            self.plan,
            by_proxy=self.errand.by_proxy,
            gap_allowed=gap is not None and gap.allowed,
        )
        return for_a_minor(found, self.catalogue.papers) if self.errand.by_proxy and self._is_for_a_minor else found

    @property
    def _is_for_a_minor(self) -> bool:
        return self.holder is not None and age_on(self.holder.birth_date, self.day) < OF_AGE

    @cached_property
    def at(self) -> AtWindow:
        """The matter as an acceptance takes it."""
        promised = self.item.standing is Standing.NOW and self.item.papers_known and self.item.papers_complete
        return AtWindow(self.item, self.papers, self.catalogue, promised=promised)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every needed paper with how it came."""
        return lines_of(
            self.papers,
            self.errand.papers,
            (picture for picture in self.pictures if picture.paper),
            card_read=self.errand.card_read,
            proxy_card_read=self.errand.proxy_card_read,
            again=self.errand.wanted_again if self.errand.state == Errand.State.ASKED else (),
        )

    @cached_property
    def waits_until(self) -> date | None:
        """The last day on which it waits for its person; None where the next step is not theirs."""
        return waits_until(self.errand, self.place.centre, self.place.calendar)

    @cached_property
    def case(self) -> Case | None:
        """What it became, once it was accepted."""
        receipt = self.errand.receipt
        return None if receipt is None else receipt.cases.first()

    @cached_property
    def stands(self) -> Stands:
        """How it stands once it is submitted, in words for the one who began it."""
        place, review = self.place, self.matter.at_kiosk.review
        local = place.centre.local(self.now)
        looks = review is not None and is_open(hours_of(review, place.hours), place.calendar, local)
        return standing(
            self.errand,
            local,
            telephone=place.centre.telephone,
            case=self.case,
            until=self.waits_until,
            minutes=review.minutes if review else 0,
            somebody_looks=looks,
            takes_papers=self.errand.centre_id not in run_elsewhere(),
        )

    @cached_property
    def signature(self) -> Picture | None:
        """The signature, once there is one."""
        return next((picture for picture in self.pictures if not picture.paper), None)

    @cached_property
    def fields(self) -> tuple[FormField, ...]:
        """What is to be filled in."""
        return forms.fields_of(self.matter.at_kiosk.form, self.errand.kind)

    @cached_property
    def holder(self) -> Identity | None:
        """The resident's identity."""
        resident = self.errand.resident
        return None if resident is None else read_number(str(resident.number), day=self.day)

    @cached_property
    def person(self) -> forms.Person:
        """What the identity fills a form in with."""
        resident, holder = self.errand.resident, self.holder
        if resident is None or holder is None:
            return forms.Person()
        sex = {"female": "女", "male": "男"}[holder.sex]
        return forms.Person(
            name=str(resident.name or ""),
            id_number=holder.number,
            birth_date=holder.birth_date.isoformat(),
            sex=sex,
            telephone=str(resident.telephone or "") if self.shows_private else "",
        )

    @property
    def shows_private(self) -> bool:
        """Whether what the house knows of the resident may be shown: their card was read, or it is a demonstration."""
        return self.errand.card_read or self.place.centre.numbers_at_any_hour

    @cached_property
    def needs_person(self) -> bool:
        """Whether it is about somebody: all but a look-up in a source that is not about persons."""
        return is_personal(self.matter)

    @cached_property
    def stopped(self) -> Text | None:
        """Why it cannot be gone on with, if so."""
        if self.errand.by_proxy and self.item.proxy is ProxyChance.NO:
            note = self.item.proxy_note or Text("", "")
            return Text(
                f"“{self.matter.name.zh}”要本人来办，不能代办。{note.zh}",
                f"“{self.matter.name.en}” needs the resident in person. {note.en}".rstrip(),
            )
        return self.item.why if self.item.standing in STOPPED else None

    @cached_property
    def before(self) -> Before | None:
        """What was handed in before of the same matter, until somebody has said that it is to be done once more; where
        there was nothing when the person became known, it is settled from then on (`confirmed`)."""
        errand = self.errand
        if errand.state != Errand.State.OPEN or errand.resident_id is None or Step.BEFORE in errand.confirmed:
            return None
        return handed_in_before(errand.resident_id, errand.matter, errand.kind)

    @cached_property
    def progress(self) -> Progress:
        """How far it has come."""
        errand = self.errand
        known = errand.resident_id is not None and (not errand.by_proxy or errand.proxy_id is not None)
        return Progress(
            kind=self.errand.kind,
            needs_person=self.needs_person,
            is_known=known,
            is_back=errand.returned_at is not None,
            was_before=self.before is not None,
            has_question=self.stopped is None and self.question is not None,
            is_stopped=self.stopped is not None,
            has_form=bool(self.fields),
            form_missing=bool(forms.missing(self.fields, errand.form, self.person)),
            has_papers=self.takes_papers,
            papers_missing=any(not line.is_there for line in self.lines),
            is_signed=self.signature is not None,
            confirmed=errand.confirmed,
        )

    @property
    def takes_papers(self) -> bool:
        """Whether there is anything to show of papers: needed ones, or ones that nobody may ask for."""
        lines = self.lines
        if self.errand.kind in ("print", "query"):
            return any(line.state != "read" for line in lines)
        return bool(lines or self.papers.spared or self.papers.perhaps)

    @property
    def step(self) -> Step:
        """Where it stands."""
        return step_of(self.progress)

    @property
    def path(self) -> tuple[Step, ...]:
        """Its steps, in order."""
        return path_of(self.progress)


def run_of(errand: Errand, now: datetime) -> Run:
    """The run of an errand that was read with its consultation and resident; one statement, for its pictures."""
    return Run(
        errand=errand,
        now=now,
        place=settled(errand.centre_id),
        catalogue=catalogues.version(errand.catalogue_id),
        pictures=tuple(Picture.objects.filter(errand=errand, removed_at=None).order_by("taken_at", "id")),
    )
