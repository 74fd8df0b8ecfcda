"""CPSV-AP: the whole real catalogue, read by rdflib and judged by pyshacl, and what a broken export would look like."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.exports import cpsv
from onetrip.catalogue.exports.rdf import Node, Said, as_json_ld, as_turtle
from onetrip.catalogue.schema import read
from tests.advice.town import TOWN
from tests.catalogue.exports.standards import published
from tests.factories import TODAY

BASE = "https://centre.example"
CPSV, CV, DCT = (Namespace(cpsv.PREFIXES[name]) for name in ("cpsv", "cv", "dct"))
OURS = Path(__file__).parent / "cpsv_ap.shapes.ttl"


def graph_of(catalogue: Catalogue, day: date = TODAY) -> Graph:
    return Graph().parse(data=cpsv.turtle(catalogue, day, BASE), format="turtle")


def complaints(graph: Graph, shapes: Path) -> str:
    """What pyshacl says against the graph; nothing when it conforms."""
    conforms, _, said = pyshacl.validate(graph, shacl_graph=Graph().parse(shapes))
    return "" if conforms else said


@pytest.fixture(scope="module")
def whole(shanghai: Catalogue) -> Graph:
    return graph_of(shanghai)


@pytest.fixture
def town() -> Catalogue:
    catalogue = read(TOWN).catalogue
    assert catalogue is not None
    return catalogue


def matter(name: str) -> URIRef:
    return URIRef(f"{BASE}/matters/{name}")


def test_the_whole_catalogue_is_what_the_profile_asks_for(whole: Graph, shanghai: Catalogue) -> None:
    assert len(set(whole.subjects(RDF.type, CPSV.PublicService))) == len(shanghai.matters)
    assert complaints(whole, OURS) == ""


def test_the_whole_catalogue_conforms_to_the_published_shapes(whole: Graph) -> None:
    assert complaints(whole, published("cpsv-ap-SHACL.ttl")) == ""


@pytest.mark.parametrize(
    ("kind", "predicate"),
    [
        (CPSV.PublicService, DCT.title),
        (CPSV.PublicService, DCT.description),
        (CPSV.PublicService, DCT.identifier),
        (CPSV.PublicService, CV.hasCompetentAuthority),
        (CV.PublicOrganisation, DCT.spatial),
        (CV.Evidence, DCT.identifier),
        (CPSV.Rule, DCT.description),
        (CV.Channel, DCT.identifier),
    ],
)
@pytest.mark.parametrize("shapes", ["ours", "published"])
def test_an_export_that_leaves_out_what_is_required_is_caught(
    town: Catalogue, kind: URIRef, predicate: URIRef, shapes: str
) -> None:
    graph = graph_of(town)
    thing = next(graph.subjects(RDF.type, kind))
    graph.remove((thing, predicate, None))
    said = complaints(graph, OURS if shapes == "ours" else published("cpsv-ap-SHACL.ttl"))
    assert str(thing) in said


@pytest.mark.parametrize("shapes", ["ours", "published"])
def test_a_limit_that_is_no_duration_and_a_paper_that_is_none_are_caught(town: Catalogue, shapes: str) -> None:
    judge = OURS if shapes == "ours" else published("cpsv-ap-SHACL.ttl")
    graph = graph_of(town)
    channel = next(graph.subjects(RDF.type, CV.Channel))
    graph.set((channel, CV.processingTime, Literal("30 working days")))
    assert "processingTime" in complaints(graph, judge)
    graph = graph_of(town)
    graph.add((matter("elder-card"), CV.hasInputType, channel))
    assert "hasInputType" in complaints(graph, judge)


def test_json_ld_and_turtle_say_the_same_of_named_things_only(whole: Graph, shanghai: Catalogue) -> None:
    assert set(Graph().parse(data=cpsv.json_ld(shanghai, TODAY, BASE), format="json-ld")) == set(whole)
    assert not [node for node in whole.all_nodes() if isinstance(node, BNode)]


def test_nothing_is_referred_to_that_is_not_described(whole: Graph) -> None:
    described = set(whole.subjects())
    referred = {thing for thing in whole.objects() if isinstance(thing, URIRef) and str(thing).startswith(BASE)}
    assert referred <= described


def test_working_days_are_told_beside_the_duration(town: Catalogue) -> None:
    graph = graph_of(town)
    channel = URIRef(f"{BASE}/matters/elder-card#channel-window")
    assert str(graph.value(channel, CV.processingTime)) == "P30D"
    said = {text.language: str(text) for text in graph.objects(channel, DCT.description)}
    assert "工作日" in said["zh"]
    assert "working days" in said["en"]


def test_a_condition_that_nobody_knows_is_no_expression_that_lets_everybody_in(
    whole: Graph, shanghai: Catalogue
) -> None:
    for known in shanghai.matters.values():
        rule = URIRef(f"{BASE}/matters/{known.id}#rule-entitled")
        assert (whole.value(rule, RDF.value) is not None) == known.terms.entitled_known, known.id


def test_a_matter_whose_department_nobody_knows_says_so() -> None:
    unnamed = {name: text.replace("department: town-hall\n", "") for name, text in TOWN.items()}
    catalogue = read(unnamed).catalogue
    assert catalogue is not None
    graph = graph_of(catalogue)
    authority = graph.value(matter("elder-card"), CV.hasCompetentAuthority)
    names = {str(name) for name in graph.objects(authority)}
    assert any("待核对" in name for name in names)
    assert complaints(graph, OURS) == ""


def test_what_is_open_for_the_editor_alone_is_in_no_public_graph_and_nothing_is_called_verified_on_its_account() -> (
    None
):
    name = "matters/booklet.yaml"
    secret = "open:\n  - {of: papers, zh: 暗处的话, en: a hidden word, shown: false}\nsources:"
    hidden = TOWN | {name: TOWN[name].replace("sources:", secret, 1)}
    status = {}
    for texts in (TOWN, hidden):
        catalogue = read(texts).catalogue
        assert catalogue is not None
        for text in (cpsv.turtle(catalogue, TODAY, BASE), cpsv.json_ld(catalogue, TODAY, BASE)):
            assert "暗处的话" not in text
            assert "照片要不要" in text
        found = graph_of(catalogue).value(matter("booklet"), URIRef(f"{cpsv.PREFIXES['adms']}status"))
        status[texts is hidden] = str(found).rpartition("/")[2]
    assert status == {False: "Completed", True: "UnderDevelopment"}


HOSTILE = 'a "quoted" \\ word\nand\ta line <b> {x} \u0085 \u2028 😀 \x07'


def test_a_hostile_text_comes_out_as_it_went_in() -> None:
    thing = Node("https://centre.example/x", ("skos:Concept",)).say("skos:prefLabel", Said(HOSTILE, "zh"), HOSTILE)
    turtle = Graph().parse(data=as_turtle([thing], cpsv.PREFIXES), format="turtle")
    json_ld = Graph().parse(data=as_json_ld([thing], cpsv.PREFIXES), format="json-ld")
    for graph in (turtle, json_ld):
        assert {str(text) for text in graph.objects(predicate=URIRef(f"{cpsv.PREFIXES['skos']}prefLabel"))} == {HOSTILE}


def test_an_address_that_could_end_the_turtle_is_refused() -> None:
    with pytest.raises(ValueError, match="no address"):
        as_turtle([Node("https://x.example/> <evil", ("skos:Concept",))], cpsv.PREFIXES)
