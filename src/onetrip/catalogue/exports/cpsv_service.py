"""One matter as a public service of CPSV-AP, with the parts it is said with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onetrip.catalogue.book import Matter
from onetrip.catalogue.exports.parts import Addresses, Asked, papers_asked
from onetrip.catalogue.exports.rdf import Iri, Node, Said, Typed, is_address
from onetrip.catalogue.guide import DECIDERS, PROVIDED, PROXIES
from onetrip.catalogue.telling import Telling, in_sentences, limit_in_words
from onetrip.planning import Fee, PaperAsk
from onetrip.rules import Text, unparse

YUAN = "http://publications.europa.eu/resource/authority/currency/CNY"
LANGUAGES = {
    "http://publications.europa.eu/resource/authority/language/ZHO": Text("中文", "Chinese"),
    "http://publications.europa.eu/resource/authority/language/ENG": Text("英文", "English"),
}
VERIFIED = "http://purl.org/adms/status/Completed"
UNVERIFIED = "http://purl.org/adms/status/UnderDevelopment"
UNKNOWN_DEPARTMENT = "to-be-verified"

_HAN = re.compile("[\u3400-\u9fff]")
_PROPERTIES = {
    "cpsv:Rule": "cpsv:follows",
    "cv:Requirement": "cv:holdsRequirement",
    "eli:LegalResource": "cv:hasLegalResource",
    "cv:Channel": "cv:hasChannel",
    "cv:Cost": "cv:hasCost",
    "cv:Output": "cpsv:produces",
    "cv:Evidence": "cpsv:hasInput",
}
"""By which property a service has a part of each kind."""


class Service:
    """One matter as a public service, and the parts it is said with."""

    def __init__(self, matter: Matter, telling: Telling, at: Addresses) -> None:
        self.matter = matter
        self.terms = matter.terms
        self.telling = telling
        self.at = at
        self.iri = at.matter(matter.id)

    def nodes(self) -> Iterator[Node]:
        """The service and its parts."""
        service = Node(self.iri, ("cpsv:PublicService",))
        self._describe(service)
        parts = [*self._rule(), *self._laws(), *self._channels(), *self._costs(), *self._outputs(), *self._evidence()]
        for part in parts:
            service.say(_PROPERTIES[part.types[0]], Iri(part.iri))
        papers = dict.fromkeys(asked.ask.paper for asked in papers_asked(self.matter))
        service.say("cv:hasInputType", *(Iri(self.at.thing("paper", paper)) for paper in papers))
        yield service
        yield from parts
        for language, iri in zip(("zh", "en"), LANGUAGES, strict=True):
            yield Node(self.at.matter(self.matter.id, language), ("foaf:Document",)).say("dct:language", Iri(iri))

    def _describe(self, service: Node) -> None:
        matter, terms, at = self.matter, self.terms, self.at
        service.say("dct:identifier", matter.id).tell("dct:title", matter.name)
        service.tell("dct:description", self.telling.description(matter))
        department = at.thing("department", matter.department or UNKNOWN_DEPARTMENT)
        service.say("cv:hasCompetentAuthority", Iri(department)).say("cv:contactPoint", Iri(f"{at.dataset}#hotline"))
        service.say("dct:language", *(Iri(language) for language in LANGUAGES))
        service.say("adms:status", Iri(UNVERIFIED if matter.open else VERIFIED))
        service.say("dct:type", Iri(at.thing("kind", terms.kind)))
        service.say("cv:thematicArea", Iri(at.thing("category", terms.category)))
        service.say("dct:spatial", Iri(at.thing("place", "city"))).say("dct:isPartOf", Iri(at.dataset))
        service.say("cv:isGroupedBy", *(Iri(at.thing("life-event", event)) for event in matter.life_events))
        service.say("dct:requires", *(Iri(at.matter(first)) for first in terms.forerunners))
        service.say("cv:relatedService", *(Iri(at.matter(follower)) for follower in terms.leads_to))
        service.say(
            "adms:identifier", *(f"{scheme} {code}" for scheme, codes in matter.codes.items() for code in codes)
        )
        for phrase in (*matter.also, *matter.said):
            service.say("dcat:keyword", Said(phrase, "zh" if _HAN.search(phrase) else "en"))
        service.say("foaf:page", *(Iri(at.matter(matter.id, language)) for language in ("zh", "en")))
        for source in matter.sources:
            address = Iri(source.url) if source.url and is_address(source.url) else None
            service.say("dct:source", address).tell("dct:provenance", source.what)
        for point in matter.shown_open:
            service.tell("skos:editorialNote", point.text)

    def _rule(self) -> Iterator[Node]:
        """Who may have it: as a requirement in words, and as the rule with the expression that is computed."""
        rule, requirement = self._part("rule", "entitled"), self._part("requirement", "entitled")
        who = self.telling.entitled(self.matter)
        note = DECIDERS[self.matter.decided_by] if self.matter.decided_by else None
        yield (
            Node(rule, ("cpsv:Rule",))
            .say("dct:identifier", f"{self.matter.id}/rule")
            .tell("dct:title", Text("谁能办", "Who may have it"))
            .tell("dct:description", in_sentences([who, *([note] if note else [])]))
            .say("rdf:value", unparse(self.terms.entitled) if self.terms.entitled_known else None)
            .say("dct:language", *(Iri(language) for language in LANGUAGES))
            .say("cpsv:implements", *(Iri(self._part("law", number)) for number in range(len(self.matter.basis))))
        )
        yield (
            Node(requirement, ("cv:Requirement",))
            .say("dct:identifier", f"{self.matter.id}/entitled")
            .tell("dct:title", who)
            .say("cv:fulfils", Iri(rule))
        )

    def _laws(self) -> Iterator[Node]:
        for number, law in enumerate(self.matter.basis):
            yield Node(self._part("law", number), ("eli:LegalResource",)).tell("dct:title", law)

    def _channels(self) -> Iterator[Node]:
        limits = self.terms.limits
        note = None
        if limits.on_the_spot:
            note = Text("当场办好。", "Done while you wait.")
        elif limits.decide is not None:
            told = limit_in_words(limits.decide)
            note = Text(f"承诺 {told.zh}内办好。", f"Promised within {told.en}.")
            if limits.decide.unit == "working_days":
                note = in_sentences(
                    [note, Text("processingTime 里的天数是工作日。", "The days of processingTime are working days.")]
                )
        for channel in self.terms.channels:
            node = Node(self._part("channel", channel), ("cv:Channel",))
            node.say("dct:identifier", f"{self.matter.id}/{channel}").say(
                "dct:type", Iri(self.at.thing("channel", channel))
            )
            if limits.decide is not None and not limits.on_the_spot:
                node.say("cv:processingTime", Typed(f"P{limits.decide.days}D", "xsd:duration"))
            yield node.tell("dct:description", note)

    def _costs(self) -> Iterator[Node]:
        for number, fee in enumerate(self.terms.fees):
            if fee.pays:
                node = Node(self._part("fee", number), ("cv:Cost",)).say(
                    "dct:identifier", f"{self.matter.id}/fee-{number}"
                )
                if fee.amount is not None and fee.unit is not None and fee.unit.zh == "元":
                    node.say("cv:hasValue", Typed(f"{fee.amount}", "xsd:double")).say("cv:currency", Iri(YUAN))
                yield node.tell("dct:description", self._money(fee))

    def _outputs(self) -> Iterator[Node]:
        """What comes of it: the result, and money that the resident receives."""
        outputs: list[tuple[str, Text, Text | None]] = []
        if self.terms.result is not None:
            outputs.append(("result", self.terms.result, None))
        outputs += [(f"fee-{n}", fee.item, self._money(fee)) for n, fee in enumerate(self.terms.fees) if not fee.pays]
        for name, title, description in outputs:
            node = Node(self._part("output", name), ("cv:Output",)).say("dct:identifier", f"{self.matter.id}/{name}")
            yield node.tell("dct:title", title).tell("dct:description", description)

    def _evidence(self) -> Iterator[Node]:
        for number, asked in enumerate(papers_asked(self.matter)):
            paper = self.telling.catalogue.papers[asked.ask.paper]
            node = Node(self._part("paper", number), ("cv:Evidence",))
            node.say("dct:identifier", f"{self.matter.id}/paper-{number}").tell("dct:title", paper.name)
            node.tell("dct:description", self._asked(asked)).say(
                "dct:conformsTo", Iri(self.at.thing("paper", paper.id))
            )
            yield node.say("cv:supportsRequirement", Iri(self._part("requirement", "entitled")))

    def _asked(self, asked: Asked) -> Text:
        """How many of a paper, for whom and when, and what else would do."""
        ask, telling = asked.ask, self.telling
        said = [_count(ask)]
        if asked.group is not None:
            zh, en = f"几样选一样（第 {asked.group} 组）", f"Any one of group {asked.group} will do"
            said.append(Text(zh, en))
        if asked.situation is not None:
            said.append(Text(f"情形：{asked.situation.zh}", f"Situation: {asked.situation.en}"))
        if asked.of == "proxy" and self.terms.proxy is not None:
            said.append(PROXIES[self.terms.proxy.who])
        terms = telling.catalogue.book.papers[ask.paper]
        for label, expr in (
            (Text("什么时候要：", "When: "), asked.around),
            (Text("什么时候要：", "When: "), ask.when),
            (Text("可以不带：", "Not needed if: "), terms.exempt),
            (Text("可以不带：", "Not needed if: "), ask.exempt),
        ):
            if (sentence := telling.condition(expr)) is not None:
                said.append(Text(label.zh + sentence.zh, label.en + sentence.en))
        if terms.provided:
            said.append(PROVIDED[terms.provided_as])
        return in_sentences([*said, *ask.check, *([ask.note] if ask.note else [])])

    def _money(self, fee: Fee) -> Text:
        said = [fee.item]
        if fee.amount is not None and fee.unit is not None:
            said.append(Text(f"{fee.amount} {fee.unit.zh}", f"{fee.amount} {fee.unit.en}"))
        if fee.since is not None:
            said.append(Text(f"{fee.since} 起", f"since {fee.since}"))
        if fee.until is not None:
            said.append(Text(f"到 {fee.until}", f"until {fee.until}"))
        when = self.telling.condition(fee.when)
        return in_sentences([*said, *(text for text in (when, fee.note) if text is not None)])

    def _part(self, kind: str, name: str | int) -> str:
        return self.at.part(self.matter.id, kind, name)


def _count(ask: PaperAsk) -> Text:
    """How many originals and copies, as far as the source says."""
    copies = Text(f"，复印件 {ask.copies}", f"; copies: {ask.copies}") if ask.copies else Text("", "")
    if ask.originals is None:
        return Text(f"份数待核对{copies.zh}", f"How many is to be verified{copies.en}")
    return Text(f"原件 {ask.originals}{copies.zh}", f"Originals: {ask.originals}{copies.en}")
