"""What a window goes by for one visit: the plan of the slip, or the catalogue of today and what the ID number says."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from onetrip.advice import queries as advice
from onetrip.advice.memory import from_stored
from onetrip.advice.models import Slip
from onetrip.cases.papers import MatterPapers, papers_of
from onetrip.cases.proxies.rules import NOTHING_TO_RULE, Pair, Ruling, for_whoever_came, ruling
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Catalogue
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ledger.words import is_id
from onetrip.lobby.models import Visit
from onetrip.people.identity import read_number
from onetrip.people.models import Resident
from onetrip.planning import Book, Item, MatterTerms, Plan, Standing, plan
from onetrip.planning.papers import Union, union_of
from onetrip.planning.standing import Judged
from onetrip.planning.view import BY_PROXY, View
from onetrip.rules import Known, Origin, Text, age_on


@dataclass(frozen=True)
class AtWindow:
    """One matter as this window handles it: its item and papers, and the catalogue they come from.

    `promised`: the slip decided it, so nothing beyond `papers.needed` may be asked for. `ruling`: whether whoever came for
    the person concerned may do it.
    """

    item: Item
    papers: MatterPapers
    catalogue: Catalogue
    promised: bool
    ruling: Ruling = NOTHING_TO_RULE

    @property
    def matter(self) -> str:
        """The id of the matter."""
        return self.item.matter

    @property
    def name(self) -> Text:
        """The name of the matter."""
        return self.item.name

    @property
    def terms(self) -> MatterTerms:
        """Its terms: limits, proxy rule, minor gap."""
        return self.catalogue.book.terms(self.matter)

    def paper_name(self, paper: str) -> Text:
        """The name of any paper of the catalogue. Raises Malformed (field "papers") when it has none of that id."""
        found = self.catalogue.papers.get(paper)
        if found is None:
            raise Malformed(
                "paper-unknown",
                f"目录里没有这种材料：{paper[:40]}。",
                f"The catalogue has no such paper: {paper[:40]}.",
                field="papers",
            )
        return found.name


class Basis:
    """The plan and catalogue of a visit's slip, if it has one, and today's catalogue for everything else.

    `changed`: what differs, in sentences, between a slip whose day is over (`has_lapsed`) and the rules in force.
    """

    def __init__(self, visit: Visit, day: date) -> None:
        self.day = day
        self._resident_id = visit.resident_id
        self._visit = visit
        self.slip = None if visit.slip_id is None else _slip(visit.slip_id)
        self.issued = advice.read(self.slip) if self.slip else None
        self.changed = advice.changed_since(self.issued, day) if self.issued else ()
        # Once its day is over, the rules in force count for what the slip was about.
        self.has_lapsed = self.slip is not None and self.slip.has_lapsed(day)
        if self.issued is not None and self.has_lapsed:
            self.issued = replace(self.issued, plan=advice.as_of_today(self.issued, day))

    @property
    def plan(self) -> Plan | None:
        """What the slip promised, or what holds today once its day is over; None without a slip."""
        return self.issued.plan if self.issued else None

    def at_window(self, matter: str, *, by_proxy: bool) -> AtWindow:
        """The matter as this window handles it, for the resident or for whoever came in this visit. Raises NotFound where no
        catalogue has it."""
        at = self._for_anybody(matter, by_proxy=by_proxy)
        return self.as_done_by(at) if by_proxy else at

    def as_done_by(self, at: AtWindow) -> AtWindow:
        """The matter for whoever came in this visit: a guardian needs no letter, and not everybody may do it."""
        texts, vocabulary = at.catalogue.papers, at.catalogue.book.vocabulary
        papers = for_whoever_came(at.papers, self._visit.relation, texts)
        return replace(at, papers=papers, ruling=ruling(at.item, at.terms, self._pair, vocabulary))

    def _for_anybody(self, matter: str, *, by_proxy: bool) -> AtWindow:
        item = self.plan.item(matter) if self.plan else None
        if item is None or self.issued is None or self.plan is None or self.slip is None:
            return self._walk_in(matter, by_proxy=by_proxy)
        catalogue = catalogues.current() if self.has_lapsed else self.issued.catalogue
        gap = _gap_allowed(catalogue.book.terms(matter))
        papers = papers_of(matter, self.plan, by_proxy=by_proxy, gap_allowed=gap)
        promised = item.standing is Standing.NOW and item.papers_known and item.papers_complete and not self.has_lapsed
        return AtWindow(item, papers, catalogue, promised=promised)

    def _walk_in(self, matter: str, *, by_proxy: bool) -> AtWindow:
        catalogue = catalogues.current()
        if catalogue.matter(matter) is None:
            raise NotFound(
                "matter-unknown",
                "事项目录里没有这件事。请搜一下它的正式名称。",
                "The catalogue has no such matter. Please search for its official name.",
            )
        book = catalogue.book
        known = {**self._known(catalogue), BY_PROXY: Known(by_proxy, Origin.SAID)}
        item = plan(book, known, self.day, [matter], declined=book.prepared.keys() - {matter}).item(matter)
        if item is None:
            raise RuntimeError(f"a plan for {matter} does not speak of it")
        union = _papers_if_entitled(book, matter, known, self.day)
        papers = papers_of(matter, union, by_proxy=by_proxy, gap_allowed=_gap_allowed(book.terms(matter)))
        return AtWindow(item, papers, catalogue, promised=False)

    def _known(self, catalogue: Catalogue) -> Mapping[str, Known]:
        """What may be used without asking: the answers behind the slip, or what the ID number says."""
        if self.slip is not None:
            return from_stored(self.slip.facts, catalogue.book.vocabulary)
        return self._from_identity

    @cached_property
    def _pair(self) -> Pair:
        """The two persons of the visit; of somebody whose card nobody read only that they came."""
        return Pair(self._visit.relation, self._age(self._visit.resident), self._age(self._visit.proxy))

    def _age(self, person: Resident | None) -> int | None:
        if person is None:
            return None
        return age_on(read_number(str(person.number), day=self.day).birth_date, self.day)

    @cached_property
    def _from_identity(self) -> Mapping[str, Known]:
        if self._resident_id is None:
            return {}
        identity = read_number(str(Resident.objects.get(pk=self._resident_id).number), day=self.day)
        return {
            "birth_date": Known(identity.birth_date, Origin.ID_NUMBER),
            "sex": Known(identity.sex, Origin.ID_NUMBER),
        }


def refuse_if_not_possible(at: AtWindow, *, by_proxy: bool) -> None:
    """Raise Refused when the matter cannot be accepted at a window today, with the reason and the way out.

    Undecided is no reason: whether the resident is entitled is what the window looks at.
    """
    item, name = at.item, at.name
    if item.standing is Standing.NOT_HERE:
        where = item.go_to or Text("请问 12345。", "Please ask 12345.")
        raise Refused(
            "matter-not-here",
            f"“{name.zh}”不在这里办。{where.zh}",
            f"“{name.en}” is not handled here. {where.en}",
        )
    if item.standing is Standing.AUTOMATIC:
        raise Refused(
            "matter-automatic",
            f"“{name.zh}”不用申请，到时候自己会来。",
            f"“{name.en}” needs no application; it comes by itself.",
        )
    if item.standing in (Standing.LATER, Standing.NOT_ENTITLED):
        raise Refused(
            "matter-not-now",
            f"“{name.zh}”今天收不了：{item.why.zh}情况变了的话，请重新问一次，换一张小贴士。",
            f"“{name.en}” cannot be accepted today: {item.why.en} If something has changed, please consult again.",
        )
    if "window" not in item.channels:
        raise Refused(
            "matter-not-at-window",
            f"“{name.zh}”不在窗口办，请到自助区或网上办。",
            f"“{name.en}” is not handled at a window; please use a kiosk or go online.",
        )
    if by_proxy:
        refuse_if_proxy_may_not(at)


def refuse_if_proxy_may_not(at: AtWindow) -> None:
    """Raise Refused where whoever came may not do it for the person concerned."""
    if (why := at.ruling.refused) is not None:
        raise Refused("proxy-not-possible", f"“{at.name.zh}”：{why.zh}", f"“{at.name.en}”: {why.en}")


def refuse_ill_formed(ids: Iterable[str], *, field: str) -> None:
    """Raise Malformed for anything that cannot be the id of a matter or a paper."""
    for one in ids:
        if not is_id(one):
            raise Malformed(
                "id-ill-formed", "事项或材料的编号读不懂。", "The id of a matter or paper is not readable.", field=field
            )


def _papers_if_entitled(book: Book, matter: str, known: Mapping[str, Known], day: date) -> Union:
    """The papers of a matter for somebody whom the window finds entitled to it."""
    return union_of(View(book, known, day), [Judged(book.prepared[matter], Standing.NOW, wanted=True)])


def _gap_allowed(terms: MatterTerms) -> bool:
    """Whether a minor paper may follow later (容缺受理)."""
    return terms.minor_gap is not None and terms.minor_gap.allowed


def _slip(slip_id: uuid.UUID) -> Slip:
    # The version's text is read once for all slips of it, by its number (catalogue.queries.version).
    return Slip.objects.select_related("catalogue").defer("catalogue__source").get(pk=slip_id)
