"""A published catalogue is a version that never changes."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from onetrip.catalogue import actions, queries
from onetrip.catalogue.models import CatalogueVersion
from onetrip.catalogue.problems import CatalogueInvalid
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import NotFound, Refused
from tests.catalogue.small import SMALL, spoilt
from tests.factories import NOW

pytestmark = pytest.mark.django_db

MATTER = "matters/elder-card.yaml"
CHANGED = spoilt(MATTER, "Elder card", "Card for elders")


def published(files: dict[str, str] = SMALL, **more: Any) -> CatalogueVersion:
    return actions.publish(files=files, city="testville", by="editor", now=NOW, **more)


def test_a_version_holds_the_texts_it_was_made_of() -> None:
    version = published(notes="first")

    stored = CatalogueVersion.objects.get()
    assert (stored.number, stored.city, stored.published_by, stored.notes) == (1, "testville", "editor", "first")
    assert stored.source == SMALL
    assert queries.version(version.number).matters["elder-card"].name.en == "Elder card"


def test_the_city_is_named_by_the_folder(folder: Path) -> None:
    assert actions.publish(path=folder, by="editor", now=NOW).city == "shanghai"


def test_a_publication_is_an_event() -> None:
    published()

    event = Event.objects.get(thing="catalogue")
    assert (event.verb, event.thing_id, event.actor) == ("publish", "1", "editor")


def test_the_same_content_makes_no_new_version() -> None:
    assert published().number == published().number == 1
    assert CatalogueVersion.objects.count() == Event.objects.filter(thing="catalogue").count() == 1


def test_going_back_to_earlier_content_is_a_new_version() -> None:
    numbers = [published(files).number for files in (SMALL, CHANGED, SMALL)]

    assert numbers == [1, 2, 3]


def test_an_unsound_catalogue_is_refused_with_everything_that_is_wrong() -> None:
    files = spoilt(MATTER, "category: ageing", "category: nothing")
    files["licences.yaml"] = "oops: 1"

    with pytest.raises(CatalogueInvalid) as refused:
        published(files)

    assert {problem.where.file for problem in refused.value.problems} >= {MATTER, "licences.yaml"}
    assert refused.value.status == 422
    assert not CatalogueVersion.objects.exists()


def test_a_file_that_cannot_be_read_keeps_a_folder_from_being_published(folder: Path) -> None:
    (folder / "matters" / "huge.yaml").write_text("x" * 300_000, encoding="utf-8")

    with pytest.raises(CatalogueInvalid):
        actions.publish(path=folder, by="editor", now=NOW)


def test_a_repeated_request_gets_the_first_answer() -> None:
    key = uuid.uuid4()
    first = published(key=key)
    published(CHANGED)

    assert published(key=key).number == first.number
    assert CatalogueVersion.objects.count() == 2


@pytest.mark.parametrize("given", [{}, {"files": SMALL}, {"files": SMALL, "path": Path()}])
def test_it_has_to_be_clear_what_is_published(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"folder|city"):
        actions.publish(by="editor", now=NOW, **given)


@pytest.mark.parametrize("statement", ["UPDATE {} SET notes = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_remove_a_version(statement: str) -> None:
    published()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("catalogue_catalogueversion"))
    assert CatalogueVersion.objects.get().notes == ""


def test_two_versions_cannot_have_one_number() -> None:
    published()

    with pytest.raises(DatabaseError, match="number"), transaction.atomic():
        CatalogueVersion.objects.create(number=1, city="x", digest="x", source={}, published_at=NOW, published_by="x")


def test_the_newest_version_is_in_force() -> None:
    published()
    assert queries.current().number == 1

    published(CHANGED)

    assert queries.current().number == queries.current_version().number == 2
    assert queries.current().matters["elder-card"].name.en == "Card for elders"
    assert queries.version(1).matters["elder-card"].name.en == "Elder card"


def test_the_plan_names_the_version_it_was_made_from() -> None:
    published()

    assert queries.current().book.version == "1"


def test_a_version_published_by_another_process_is_seen_within_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    published()
    assert queries.current().number == 1
    CatalogueVersion.objects.create(
        number=2, city="testville", digest="other", source=CHANGED, published_at=NOW + timedelta(1), published_by="x"
    )
    assert queries.current().number == 1

    monkeypatch.setattr(queries, "CHECK_SECONDS", -1.0)
    queries.current_version()

    assert queries.current().number == 2


def test_the_version_in_force_is_looked_up_once_and_read_once(django_assert_num_queries: Any) -> None:
    published()
    first = queries.current()

    with django_assert_num_queries(0):
        assert all(queries.current() is first for _ in range(100))


def test_without_a_publication_the_house_says_what_to_do() -> None:
    with pytest.raises(Refused, match="onetrip catalogue publish") as refused:
        queries.current()
    assert refused.value.status == 503


def test_a_version_that_never_was_is_not_found() -> None:
    with pytest.raises(NotFound):
        queries.version(7)


def test_more_versions_than_are_kept_can_still_be_read() -> None:
    for number in range(10):
        published(spoilt(MATTER, "Elder card", f"Elder card {number}"))

    names = [queries.version(number).matters["elder-card"].name.en for number in (1, 5, 10, 1)]

    assert names == ["Elder card 0", "Elder card 4", "Elder card 9", "Elder card 0"]
