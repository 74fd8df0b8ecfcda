"""The catalogue as CPSV-AP 3.2 (Core Public Service Vocabulary, application profile of the European Union).

What the profile requires and the catalogue does not know is said to be unknown and never made up: a matter without a
department has the city as its authority, "to be verified"; a matter with open points is `UnderDevelopment`.
`xsd:duration` knows no working days, so a limit of 20 working days is `P20D` with a note beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.exports.cpsv_service import LANGUAGES, UNKNOWN_DEPARTMENT, UNVERIFIED, VERIFIED, YUAN, Service
from onetrip.catalogue.exports.parts import CITY, NOTE, Addresses
from onetrip.catalogue.exports.rdf import Iri, Node, as_json_ld, as_turtle
from onetrip.catalogue.guide import CHANNELS
from onetrip.catalogue.telling import UNNAMED, Telling
from onetrip.rules import Text

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
CHINA = "http://publications.europa.eu/resource/authority/country/CHN"
STATES = {
    VERIFIED: Text("已核对", "verified"),
    UNVERIFIED: Text("有待核对的内容", "some of it is to be verified"),
}
KINDS = {
    "apply": Text("申请", "application"),
    "register": Text("登记", "registration"),
    "print": Text("打印", "print-out"),
    "query": Text("查询", "enquiry"),
    "not_here": Text("不在中心办", "not handled at a centre"),
}


def json_ld(catalogue: Catalogue, day: date, base: str) -> str:
    """The whole catalogue as JSON-LD, with amounts as of `day`, under the public address `base`."""
    return as_json_ld(nodes(catalogue, day, base), PREFIXES)


def turtle(catalogue: Catalogue, day: date, base: str) -> str:
    """The same graph as Turtle."""
    return as_turtle(nodes(catalogue, day, base), PREFIXES)


def nodes(catalogue: Catalogue, day: date, base: str) -> Iterator[Node]:
    """Everything that is said, thing by thing."""
    at = Addresses(base)
    yield from _dataset(catalogue, at)
    yield from _authorities(catalogue, at)
    yield from _concepts(catalogue, at)
    yield from _life_events(catalogue, at)
    yield from _evidence_types(catalogue, at)
    telling = Telling(catalogue, day)
    for matter in catalogue.matters.values():
        yield from Service(matter, telling, at).nodes()


def _dataset(catalogue: Catalogue, at: Addresses) -> Iterator[Node]:
    publisher = f"{at.dataset}#publisher"
    dataset = Node(at.dataset, ("dcat:Dataset",)).tell(
        "dct:title", Text("一趟事项目录", "Onetrip catalogue of matters")
    )
    dataset.tell("dct:description", NOTE).say("dct:publisher", Iri(publisher)).say("dcat:landingPage", Iri(at.dataset))
    dataset.say("owl:versionInfo", str(catalogue.number or catalogue.digest[:12]))
    dataset.types += ("foaf:Document",)
    yield dataset.say("dct:hasPart", *(Iri(at.matter(matter)) for matter in catalogue.matters))
    agent = Node(publisher, ("foaf:Agent",)).say("dct:identifier", "onetrip")
    yield agent.tell("dct:title", Text("一趟（演示）", "Onetrip (demonstration)"))
    yield Node(f"{at.dataset}#hotline", ("cv:ContactPoint",)).say("cv:telephone", "12345")


def _authorities(catalogue: Catalogue, at: Addresses) -> Iterator[Node]:
    names = {department.id: department.name for department in catalogue.departments.values()}
    for department, name in {**names, UNKNOWN_DEPARTMENT: UNNAMED}.items():
        organisation = Node(at.thing("department", department), ("cv:PublicOrganisation", "org:Organization"))
        yield organisation.tell("skos:prefLabel", name).say("dct:spatial", Iri(at.thing("place", "city")))
    city = Node(at.thing("place", "city"), ("dct:Location",)).tell("rdfs:label", CITY)
    yield city.say("dct:isPartOf", Iri(CHINA))


def _concepts(catalogue: Catalogue, at: Addresses) -> Iterator[Node]:
    concepts = {at.thing("category", each.id): each.name for each in catalogue.categories.values()}
    concepts |= {at.thing("kind", kind): name for kind, name in KINDS.items()}
    concepts |= {at.thing("channel", channel): name for channel, name in CHANNELS.items()}
    concepts |= STATES | {YUAN: Text("人民币元", "yuan")}
    for iri, name in concepts.items():
        yield Node(iri, ("skos:Concept",)).tell("skos:prefLabel", name)
    for iri, name in LANGUAGES.items():
        yield Node(iri, ("dct:LinguisticSystem",)).tell("rdfs:label", name)


def _life_events(catalogue: Catalogue, at: Addresses) -> Iterator[Node]:
    for event in catalogue.life_events.values():
        node = Node(at.thing("life-event", event.id), ("cv:LifeEvent", "cv:Event"))
        node.say("dct:identifier", event.id).tell("dct:title", event.name)
        yield node.say("cv:hasRelatedService", *(Iri(at.matter(each.id)) for each in catalogue.in_life_event(event.id)))


def _evidence_types(catalogue: Catalogue, at: Addresses) -> Iterator[Node]:
    for paper in catalogue.papers.values():
        node = Node(at.thing("paper", paper.id), ("cv:EvidenceType",)).say("dct:identifier", paper.id)
        node.tell("dct:title", paper.name).tell("dct:description", paper.gloss)
        yield node.say("skos:notation", paper.licence)
