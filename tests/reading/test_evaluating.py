"""Counting how well papers are read, on a truth that others may have written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from onetrip.reading.evaluating import Report, comparable, evaluate, quantile
from onetrip.reading.kinds import KIND_NAMES, LABELS
from onetrip.reading.looked import Field, Looked
from onetrip.reading.truths import Truth

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
    months = ("2031-05", "05/31", "5/2031", "2031/05", "2031年5月")
    assert {comparable("valid_until", month) for month in months} == {"2031-05"}
    assert comparable("valid_until", "permanent") == comparable("valid_until", "长期")
    assert comparable("valid_until", "2038.09.05") == "2038-09-05"


def test_without_any_field_there_is_no_share_of_fields_read() -> None:
    assert Report().all.field_accuracy is None
    assert Report().as_data()["all"]["field_accuracy"] is None  # type: ignore[index]  # an object of the report


def test_pictures_are_taken_one_by_one() -> None:
    taken = []

    def pictures() -> Iterator[tuple[Truth, bytes]]:
        for name in "ab":
            taken.append(name)
            yield Truth(name, "bank-card", "", {}), b""

    def look(*_: object) -> Looked:
        seen.append(len(taken))
        return looked("bank-card", "front")

    seen: list[int] = []
    evaluate(pictures(), look, DAY)
    assert seen == [1, 2]


def test_the_ninth_decile_is_the_ninth_of_ten() -> None:
    assert quantile([float(number) for number in range(10)], 0.9) == 9.0
    assert quantile([1.0], 0.5) == 1.0
