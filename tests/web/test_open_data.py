"""The open data: every file from the address it is promised at, of the type it says, and fetched once."""

from __future__ import annotations

import gzip
import json

import pytest
from django.test import Client
from rdflib import Graph

from onetrip.catalogue.exports import importing
from onetrip.catalogue.schema import read
from onetrip.catalogue.schema.reading import digest_of
from onetrip.web import open_data
from tests.advice.town import TOWN, published_town
from tests.factories import make_centre

pytestmark = pytest.mark.django_db

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle; charset=utf-8",
}


@pytest.fixture
def town() -> None:
    make_centre()
    published_town()


@pytest.mark.parametrize("name", sorted(open_data.BY_NAME))
def test_each_file_is_of_its_type_and_the_same_in_whatever_language_one_reads(
    client: Client, town: None, name: str
) -> None:
    answer = client.get(f"/open-data/{name}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == TYPES[name.rsplit(".", 1)[1]]
    assert answer["Cache-Control"] == "public, max-age=300"
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
    client.cookies["onetrip_language"] = "en"
    assert client.get(f"/open-data/{name}").content == answer.content


@pytest.mark.parametrize("name", sorted(open_data.BY_NAME))
def test_who_has_the_file_is_told_so_until_another_version_is_in_force(client: Client, town: None, name: str) -> None:
    first = client.get(f"/open-data/{name}")
    assert first["ETag"].startswith('"v1-')
    again = client.get(f"/open-data/{name}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    renamed = {
        name: text.replace("zh: 身份证", "zh: 新身份证").replace("en: ID card", "en: new card")
        for name, text in TOWN.items()
    }
    published_town(renamed | {"departments.yaml": "town-hall:\n  name: {zh: 新名字, en: New name}\n"})
    other = client.get(f"/open-data/{name}", headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200
    assert other["ETag"].startswith('"v2-')
    # The shape of a plan is the program's, whatever the catalogue says.
    assert other.content != first.content or name == "plan.schema.json"


def test_a_browser_that_can_unpack_gets_it_packed(client: Client, town: None) -> None:
    plain = client.get("/open-data/matters.cpsv.ttl")
    packed = client.get("/open-data/matters.cpsv.ttl", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 3


def test_the_package_one_downloads_is_the_catalogue(client: Client, town: None) -> None:
    texts = importing.texts_of(client.get("/open-data/matters.package.json").content)
    assert set(texts) == set(TOWN)
    assert read(texts).catalogue is not None
    assert digest_of(texts) != digest_of(TOWN)  # the content is the same, its writing is not


def test_links_in_the_data_lead_to_the_public_pages(client: Client, town: None, settings) -> None:
    settings.PUBLIC_ADDRESS = "https://centre.example"
    graph = Graph().parse(data=client.get("/open-data/matters.cpsv.ttl").content, format="turtle")
    pages = {str(thing) for thing in graph.subjects() if "/matters/" in str(thing) and "#" not in str(thing)}
    assert "https://centre.example/matters/elder-card" in pages
    for page in pages:
        assert client.get(page.removeprefix("https://centre.example")).status_code == 200, page


def test_hours_that_change_are_in_the_next_answer(client: Client, town: None) -> None:
    first = client.get("/open-data/centres.hsds.json")
    make_centre_two_hours_longer()
    second = client.get("/open-data/centres.hsds.json", headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    (location,) = json.loads(second.content)["organizations"][0]["locations"]
    assert "18:30+08:00" in {each["closes_at"] for each in location["schedules"]}


def make_centre_two_hours_longer() -> None:
    from datetime import time

    from onetrip.centres import queries
    from onetrip.centres.models import OpeningHours

    OpeningHours.objects.filter(on_working_days=True).update(closes=time(18, 30))
    queries.forget()


@pytest.mark.parametrize(("language", "told"), [("zh", "演示用的目录"), ("en", "A demonstration catalogue")])
def test_the_page_lists_every_file_with_its_fields_and_what_it_is_not(
    client: Client, town: None, language: str, told: str
) -> None:
    page = client.get("/open-data/", {"lang": language}).content.decode()
    for name in open_data.BY_NAME:
        assert f'href="/open-data/{name}"' in page
    assert told in page
    assert "matter-package-1.schema.json" in page


def test_a_file_that_does_not_exist_and_a_request_that_would_change_something_are_refused(
    client: Client, town: None
) -> None:
    assert client.get("/open-data/secrets.env").status_code == 404
    assert client.get("/open-data/..%2Fkeys.env").status_code == 404
    assert client.post("/open-data/matters.zh.csv").status_code == 405
    assert client.head("/open-data/matters.zh.csv").status_code == 200
