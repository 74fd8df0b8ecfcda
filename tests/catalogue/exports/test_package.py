"""The matter package: what is exported is read back as the same catalogue, and what is hostile is refused in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.exports import importing, national
from onetrip.catalogue.files import read_folder
from onetrip.catalogue.problems import CatalogueInvalid
from onetrip.catalogue.schema import matters as fields
from onetrip.catalogue.schema import read
from tests.advice.town import TOWN
from tests.catalogue.exports.content import content
from tests.catalogue.growing import catalogues
from tests.factories import CATALOGUE, TODAY

SCHEMA = json.loads(
    (Path(importing.__file__).parents[1] / "static/catalogue/matter-package-1.schema.json").read_text(encoding="utf-8")
)


def packed(texts: Mapping[str, str], *, public: bool = False) -> bytes:
    catalogue = read(texts).catalogue
    assert catalogue is not None, read(texts).problems
    return national.export(national.Content(catalogue, texts, "town"), TODAY, public=public).encode()


def restored(package: bytes) -> Catalogue | None:
    return read(importing.texts_of(package)).catalogue


@given(catalogues())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_catalogue_is_read_back_as_it_was(texts: dict[str, str]) -> None:
    package = packed(texts)
    jsonschema_rs.validate(SCHEMA, json.loads(package))
    assert content(restored(package)) == content(read(texts).catalogue)


def test_what_was_read_back_goes_out_again_byte_for_byte() -> None:
    assert packed(importing.texts_of(packed(TOWN))) == packed(TOWN)


@pytest.mark.parametrize("public", [True, False])
def test_the_real_package_is_what_its_schema_says(shanghai: Catalogue, public: bool) -> None:
    real = national.Content(shanghai, read_folder(CATALOGUE)[0], "shanghai")
    document = json.loads(national.export(real, TODAY, public=public))
    judge = jsonschema_rs.validator_for(SCHEMA)
    assert [error.message[:200] for error in judge.iter_errors(document)] == []
    document["matter"][0]["definition"]["papers"] = [{"papier": "id-card"}]
    assert not judge.is_valid(document)


def test_the_schema_knows_every_field_of_a_matter() -> None:
    assert set(SCHEMA["$defs"]["definition"]["properties"]) == {*fields.REQUIRED, *fields.OPTIONAL}


def test_a_public_package_holds_nothing_for_the_editor_alone_and_promises_no_less() -> None:
    name = "matters/booklet.yaml"
    secret = "open:\n  - {of: papers, zh: 只给编辑看的话, en: for the editor, shown: false}\n"
    texts = TOWN | {name: TOWN[name].replace("sources:", secret + "sources:", 1)}
    public = packed(texts, public=True)
    assert "只给编辑看的话" in packed(texts).decode()
    assert "只给编辑看的话" not in public.decode()
    before, after = read(texts).catalogue, restored(public)
    assert before is not None
    assert after is not None
    for matter, told in before.matters.items():
        assert after.matters[matter].terms == told.terms
        assert [(point.of, point.shown) for point in after.matters[matter].open] == [
            (point.of, point.shown) for point in told.open
        ]


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    """The town's package with something done to it."""
    document = json.loads(packed(TOWN))
    change(document)
    return json.dumps(document).encode()


def elder_card(document: dict[str, Any]) -> dict[str, Any]:
    """The elder card's part of a package."""
    found: dict[str, Any] = next(row for row in document["matter"] if row["definition"]["id"] == "elder-card")
    return found


@pytest.mark.parametrize(
    ("hostile", "told"),
    [
        (b"", "this is not JSON"),
        (b"{", "line 1, column 2"),
        ("{}".encode("utf-16"), "not UTF-8"),
        (b'{"a": "\xff"}', "not UTF-8 (byte 8)"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
        (b" " * (importing.MOST_PACKAGE_BYTES + 1), "larger than 32 MB"),
        (b'{"a": NaN}', "NaN is not a number"),
        (b'{"a": ' + b"9" * 5000 + b"}", "senseless length"),
        (b'{"format": "x", "format": "y"}', '"format" stands twice'),
        (b"[]", "has to be an object"),
        (b'{"formatt": 1}', 'Did you mean "format"?'),
        (b'{"format": "onetrip-matter-package"}', '"format_version" is missing'),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_what_is_no_package_is_refused_in_words(hostile: bytes, told: str) -> None:
    with pytest.raises(importing.PackageRefused) as refused:
        importing.texts_of(hostile)
    assert told in refused.value.text.en
    assert refused.value.text.zh.startswith("没有导入：")


def deep(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda package: package.update(format="zip"), 'format has to be "onetrip-matter-package"'),
        (lambda package: package.update(format_version="2.0"), 'not "2.0"'),
        (lambda package: package.update(as_of=7), "write as_of like"),
        (lambda package: package.update(extra={}), 'unknown field "extra"'),
        (lambda package: package.update(matter={}), "has to be a list"),
        (lambda package: package["reference"].update({"../../etc/passwd.yaml": {}}), "is no file of a catalogue"),
        (lambda package: package["reference"].update({"facts/../x.yaml": {}}), "is no file of a catalogue"),
        (lambda package: package["matter"].append(package["matter"][0]), "stands twice"),
        (lambda package: package["matter"][0]["definition"].update(id="../x"), "has no proper id"),
        (lambda package: package["matter"][0].update(tusk={}), 'unknown field "tusk"'),
        (lambda package: package["matter"][0]["definition"].update(steps=deep(60)), "more than 16 levels"),
        (lambda package: package["matter"][0]["definition"].update(slip="\ud800"), "half a character"),
        (lambda package: elder_card(package)["task"].update(promise_day=3), 'task.promise_day of "elder-card"'),
        (lambda package: elder_card(package)["definition"].update(limits={}), 'task.promise_day of "elder-card"'),
    ],
)
def test_a_package_that_is_spoilt_or_contradicts_itself_is_refused_in_words(
    change: Callable[[dict[str, Any]], object], told: str
) -> None:
    with pytest.raises(importing.PackageRefused) as refused:
        importing.texts_of(changed(change))
    assert told in refused.value.text.en


def test_a_definition_that_makes_no_catalogue_is_told_with_the_line_it_is_about() -> None:
    package = changed(lambda document: elder_card(document)["definition"].update(departmant="nowhere", steps=7))
    with pytest.raises(CatalogueInvalid) as invalid:
        importing.texts_of(package)
    told = invalid.value.text.en
    assert 'Unknown key "departmant". Did you mean "department"?  ‹departmant: nowhere›' in told
    assert "matters/elder-card.yaml:" in told
    assert "‹steps: 7›" in told


def test_a_package_without_the_rows_for_others_is_read_all_the_same() -> None:
    def only_definitions(document: dict[str, Any]) -> None:
        for row in document["matter"]:
            del row["task"]

    assert content(restored(changed(only_definitions))) == content(read(TOWN).catalogue)


def test_a_package_that_begins_with_a_byte_order_mark_is_read() -> None:
    assert restored(b"\xef\xbb\xbf" + packed(TOWN)) is not None
