"""The truth beside a folder of pictures, as others may have written it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onetrip.reading.kinds import BY_KEY
from onetrip.reading.truths import Truth, TruthUnreadable, field_of, kind_and_page, read_folder


def folder_of(place: Path, truth: str, name: str = "truth.json", files: tuple[str, ...] = ("a.jpg",)) -> Path:
    (place / name).write_text(truth, encoding="utf-8")
    for file in files:
        (place / file).write_bytes(b"picture")
    return place


@pytest.mark.parametrize(
    ("kind", "page", "ours"),
    [
        ("birth_certificate", "", ("infant-birth-certificate", "")),
        ("property_certificate", "main", ("title-deed", "inside")),
        ("hukou_booklet", "", ("household-booklet", "")),
        ("hukou_booklet_first_page", "", ("household-booklet", "first")),
        ("household_booklet", "member", ("household-booklet", "own")),
        ("户口本", "首页", ("household-booklet", "first")),
        ("不动产权证书", "", ("title-deed", "")),
        ("身份证正面", "", ("id-card", "front")),
        ("ID card", "emblem", ("id-card", "back")),
        ("idCard_reverse", "", ("id-card", "back")),
        ("marriage_certificate", "front", ("marriage-certificate", "inside")),
        ("marriage_certificate", "cover", ("marriage-certificate", "cover")),
        ("bank_card_front", "", ("bank-card", "front")),
    ],
)
def test_kinds_and_pages_are_known_by_other_names(kind: str, page: str, ours: tuple[str, str]) -> None:
    assert kind_and_page(kind, page) == ours


@pytest.mark.parametrize(
    ("kind", "name", "ours"),
    [
        ("id-card", "number", "id_number"),
        ("bank-card", "number", "card_number"),
        ("title-deed", "number", "certificate_number"),
        ("title-deed", "address", "location"),
        ("id-card", "出生日期", "birth_date"),
        ("marriage-certificate", "groomName", "husband_name"),
        ("household-booklet", "registration date", "registered_on"),
        ("id-card", "shoe_size", None),
    ],
)
def test_fields_are_known_by_other_names_as_far_as_the_paper_has_them(kind: str, name: str, ours: str | None) -> None:
    known = {each for page in BY_KEY.values() if page.kind == kind for each in page.fields}
    assert field_of(name, known) == ours


def test_what_of_a_truth_is_not_understood_is_counted_and_the_rest_is_measured(tmp_path: Path) -> None:
    entries = [
        {"file": "a.jpg", "kind": "id-card", "page": "back", "validity": "2018.09.05-长期", "shoe_size": "40"},
        {"image": "a.jpg", "type": "passport", "name": "王小明"},
        {"file": "a.jpg", "kind": "marriage-certificate", "page": "cover", "truth": {"holder": "王小明"}},
    ]
    found = read_folder(folder_of(tmp_path, json.dumps({"version": 1, "pictures": entries})))
    assert found.pictures == [
        Truth("a.jpg", "id-card", "back", {"valid_from": "2018-09-05", "valid_until": "长期"}),
        Truth("a.jpg", "unknown", "", {}),
        Truth("a.jpg", "marriage-certificate", "", {"holder": "王小明"}),
    ]
    assert found.left_out == {"field id-card: shoe_size": 1, "kind passport": 1, "page marriage-certificate/cover": 1}


def test_a_table_may_be_in_gbk_with_semicolons(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"picture")
    (tmp_path / "truth.csv").write_bytes("filename;kind;姓名\na.jpg;身份证;王小明\n".encode("gb18030"))
    assert read_folder(tmp_path).pictures == [Truth("a.jpg", "id-card", "", {"name": "王小明"})]


def test_kinds_are_understood_as_others_write_them() -> None:
    assert kind_and_page("id_card_front", "") == ("id-card", "front")
    assert kind_and_page("id-card/back", "") == ("id-card", "back")
    assert kind_and_page("household-booklet", "Own") == ("household-booklet", "own")
    assert kind_and_page("身份证", "") == ("id-card", "")
    assert kind_and_page("proxy-id-card", "") == ("id-card", "")
    assert kind_and_page("other", "") == ("unknown", "")


def test_a_truth_is_read_from_json_as_list_or_by_file_and_from_a_table(tmp_path: Path) -> None:
    entry = {
        "kind": "id-card",
        "page": "front",
        "distortion": "good",
        "fields": {"name": "王小明", "gender": "女", "shoe_size": "40"},
    }
    wanted = Truth("a.jpg", "id-card", "front", {"name": "王小明", "sex": "女"}, "good")
    for number, truth in enumerate((json.dumps([{"file": "a.jpg", **entry}]), json.dumps({"a.jpg": entry}))):
        place = tmp_path / str(number)
        place.mkdir()
        assert read_folder(folder_of(place, truth)).pictures == [wanted]
    table = tmp_path / "table"
    table.mkdir()
    rows = "\ufefffile,kind,page,distortion,name,sex,card_number\na.jpg,id-card,front,good,王小明,女,\n"
    assert read_folder(folder_of(table, rows, "truth.csv")).pictures == [wanted]


@pytest.mark.parametrize(
    ("truth", "words"),
    [
        ("{", "truth.json"),
        ('[{"file": "a.jpg"}]', "kind"),
        ('{"pictures": [1]}', "1"),
        ('"pictures"', "list"),
        ('[{"file": "../a.jpg", "kind": "id-card"}]', "../a.jpg"),
        ('[{"file": "b.jpg", "kind": "id-card"}]', "b.jpg"),
        ("[1]", "1"),
    ],
)
def test_a_truth_that_cannot_be_meant_is_named_with_where(tmp_path: Path, truth: str, words: str) -> None:
    with pytest.raises(TruthUnreadable, match=words.replace(".", r"\.")):
        read_folder(folder_of(tmp_path, truth))


def test_a_folder_without_truth_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(TruthUnreadable, match=r"truth\.json"):
        read_folder(tmp_path)
