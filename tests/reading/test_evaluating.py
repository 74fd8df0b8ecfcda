"""Counting how well papers are read, on a truth that others may have written."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from onetrip.reading.evaluating import (
    Truth,
    TruthUnreadable,
    comparable,
    evaluate,
    kind_and_page,
    quantile,
    read_folder,
)
from onetrip.reading.kinds import KIND_NAMES, LABELS
from onetrip.reading.looked import Field, Looked

DAY = date(2026, 11, 30)


def looked(kind: str, page: str, **fields: tuple[str, float]) -> Looked:
    return Looked(
        kind,
        page,
        KIND_NAMES.get(kind, LABELS["name"]),
        tuple(Field(name, LABELS[name], value, sure) for name, (value, sure) in fields.items()),
        (),
        0.1,
    )


def folder_of(place: Path, truth: str, name: str = "truth.json", files: tuple[str, ...] = ("a.jpg",)) -> Path:
    (place / name).write_text(truth, encoding="utf-8")
    for file in files:
        (place / file).write_bytes(b"picture")
    return place


def test_right_missed_and_wrong_fields_are_told_apart() -> None:
    answers = iter(
        [
            looked("id-card", "front", name=("王小明", 0.99), sex=("女", 0.99), address=("上海市X路", 0.5)),
            looked("bank-card", "front"),
        ]
    )
    fields = {"name": "王小明", "sex": "男", "address": "上海市Y路", "id_number": "310000198002057158"}
    truths = [
        (Truth("a", "id-card", "front", fields, "good"), b""),
        (Truth("b", "id-card", "", {"name": "唐俊春"}, "glare"), b""),
    ]
    report = evaluate(truths, lambda *_: next(answers), DAY)
    assert (report.all.pictures, report.all.kinds_right) == (2, 1)
    assert (report.all.fields, report.all.fields_right, report.all.missed, report.all.sure_wrong) == (5, 1, 2, 1)
    assert report.all.signs == 3 + 1 + 5 + 18 + 3
    assert report.all.signs_wrong == 0 + 1 + 1 + 18 + 3
    assert report.by_sort["good"].field_accuracy == 0.25
    assert {(each["file"], each["field"]) for each in report.mistakes} == {
        ("a", "sex"),
        ("a", "address"),
        ("a", "id_number"),
        ("b", "kind"),
        ("b", "name"),
    }


def test_two_ways_of_writing_the_same_are_the_same() -> None:
    assert comparable("birth_date", "1980年2月5日") == comparable("birth_date", "1980-02-05")
    assert comparable("sex", "female") == "女"
    assert comparable("ethnicity", "汉族") == comparable("ethnicity", "汉")
    assert comparable("certificate_number", "沪（2021）浦字") == comparable("certificate_number", "沪(2021)浦字")
    assert comparable("owner", "唐俊春、侯英桂") == comparable("owner", "侯英桂, 唐俊春")
    assert comparable("area", "88.60平方米") == comparable("area", "88.60㎡")
    assert comparable("name", "王小明") != comparable("name", "王晓明")


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
        assert read_folder(folder_of(place, truth)) == [wanted]
    table = tmp_path / "table"
    table.mkdir()
    rows = "\ufefffile,kind,page,distortion,name,sex,card_number\na.jpg,id-card,front,good,王小明,女,\n"
    assert read_folder(folder_of(table, rows, "truth.csv")) == [wanted]


@pytest.mark.parametrize(
    ("truth", "words"),
    [
        ("{", "truth.json"),
        ('[{"file": "a.jpg"}]', "kind"),
        ('[{"file": "a.jpg", "kind": "passport"}]', "passport"),
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


def test_the_ninth_decile_is_the_ninth_of_ten() -> None:
    assert quantile([float(number) for number in range(10)], 0.9) == 9.0
    assert quantile([1.0], 0.5) == 1.0
