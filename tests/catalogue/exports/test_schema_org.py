"""schema.org: only words that the vocabulary has, said of things that may have them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from rdflib import RDF, RDFS, Graph
from rdflib.namespace import SDO

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.exports import schema_org
from tests.catalogue.exports.standards import published
from tests.factories import TODAY

BASE = "https://centre.example"
KNOWN = set(SDO.__annotations__)
"""Every class and property of schema.org, as rdflib carries them."""


def things(value: Any) -> Iterator[dict[str, Any]]:
    """Every thing that is said something of, however deep."""
    if isinstance(value, list):
        for inner in value:
            yield from things(inner)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from things(inner)


@pytest.fixture(scope="module")
def all_matters(shanghai: Catalogue) -> dict[str, Any]:
    return json.loads(schema_org.document(shanghai, TODAY, BASE))


def test_every_word_is_in_the_vocabulary(all_matters: dict[str, Any]) -> None:
    said = list(things(all_matters["@graph"]))
    assert {thing["@type"] for thing in said} >= {"GovernmentService", "ServiceChannel", "GovernmentOrganization"}
    used = {name for thing in said for name in (thing["@type"], *thing) if not name.startswith("@")}
    assert used <= KNOWN
    assert "serviceOperater" not in KNOWN


def test_every_property_belongs_to_the_kind_of_thing_it_is_said_of(all_matters: dict[str, Any]) -> None:
    vocabulary = Graph().parse(published("schemaorg-current-https.jsonld"), format="json-ld")
    for thing in things(all_matters["@graph"]):
        kinds = set(vocabulary.transitive_objects(SDO[thing["@type"]], RDFS.subClassOf))
        for name in (name for name in thing if not name.startswith("@")):
            assert (SDO[name], RDF.type, RDF.Property) in vocabulary
            assert kinds & set(vocabulary.objects(SDO[name], SDO.domainIncludes)), f"{thing['@type']}.{name}"


def test_each_matter_stands_once_and_says_what_it_does_not_know_by_leaving_it_out(
    all_matters: dict[str, Any], shanghai: Catalogue
) -> None:
    services = {each["identifier"]: each for each in all_matters["@graph"]}
    assert list(services) == list(shanghai.matters)
    for name, matter in shanghai.matters.items():
        assert ("serviceOperator" in services[name]) == (matter.department is not None)
        assert ("serviceOutput" in services[name]) == (matter.terms.result is not None)
        assert None not in services[name].values()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_a_language_says_it_in_that_language_alone(
    shanghai: Catalogue, language: schema_org.Language
) -> None:
    matter = shanghai.matters["elder-card"]
    said = json.loads(schema_org.in_page(shanghai, matter, TODAY, BASE, language))
    assert said["name"] == matter.name.in_language(language)
    assert said["url"] == f"{BASE}/matters/elder-card?lang={language}"
    assert matter.name.in_language("en" if language == "zh" else "zh") not in (said["name"], said["description"])


def test_working_days_are_never_given_as_a_duration(shanghai: Catalogue, all_matters: dict[str, Any]) -> None:
    for said in all_matters["@graph"]:
        decide = shanghai.matters[said["identifier"]].terms.limits.decide
        for channel in said.get("availableChannel", []):
            if "processingTime" in channel:
                assert decide is not None
                assert (decide.unit, f"P{decide.days}D") == ("calendar_days", channel["processingTime"])
