"""How well papers are read: a folder of pictures with the truth beside them, read one by one and counted.

What each picture shows is told by `truths`. Nothing here tunes anything, so that a set drawn by others is measured as it
comes.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from rapidfuzz.distance import Levenshtein

from onetrip.reading.formats import plain, read_date
from onetrip.reading.looked import SURE, Looked
from onetrip.reading.truths import Truth

Looking = Callable[[bytes, str | None, Mapping[str, object], date], Looked]


@dataclass
class Count:
    """Of some pictures. `sure_wrong`: fields given wrongly without asking anybody to look."""

    pictures: int = 0
    kinds_right: int = 0
    fields: int = 0
    fields_right: int = 0
    missed: int = 0
    sure_wrong: int = 0
    signs: int = 0
    signs_wrong: int = 0
    found_all: int = 0

    @property
    def kind_accuracy(self) -> float:
        """Share of pictures whose kind and page were told right."""
        return self.kinds_right / self.pictures if self.pictures else 1.0

    @property
    def field_accuracy(self) -> float | None:
        """Share of fields read exactly; None where there are none: then nothing is right, either."""
        return self.fields_right / self.fields if self.fields else None

    @property
    def character_error(self) -> float:
        """Signs to change, leave out or put in, over the signs there are; a missed field counts all of its signs."""
        return self.signs_wrong / self.signs if self.signs else 0.0


@dataclass
class Report:
    """Counts in all, by kind and page, by sort of distortion, by field; seconds a picture, by the clock on the wall; what of
    the truth was left out, and how often."""

    all: Count = field(default_factory=Count)
    by_kind: dict[str, Count] = field(default_factory=dict)
    by_sort: dict[str, Count] = field(default_factory=dict)
    by_field: dict[str, Count] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    processor_seconds: list[float] = field(default_factory=list)
    mistakes: list[dict[str, str]] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)

    def as_data(self) -> dict[str, object]:
        """For a file."""

        def told(count: Count) -> dict[str, float | None]:
            return {
                "pictures": count.pictures,
                "kind_accuracy": round(count.kind_accuracy, 4),
                "fields": count.fields,
                "field_accuracy": None if count.field_accuracy is None else round(count.field_accuracy, 4),
                "missed": count.missed,
                "wrong_but_sure": count.sure_wrong,
                "character_error": round(count.character_error, 4),
            }

        groups = {"by_kind": self.by_kind, "by_distortion": self.by_sort, "by_field": self.by_field}
        return {
            "all": told(self.all),
            **{name: {key: told(count) for key, count in sorted(group.items())} for name, group in groups.items()},
            "seconds_median": round(median(self.seconds), 3) if self.seconds else None,
            "seconds_p90": round(quantile(self.seconds, 0.9), 3) if self.seconds else None,
            "mistakes": self.mistakes,
            "left_out": self.left_out,
        }


def evaluate(truths: Iterable[tuple[Truth, bytes]], look: Looking, day: date) -> Report:
    """Read every picture without knowing what to expect, and count. One picture at a time is held.

    A field of a picture whose kind was told wrong counts as missed.
    """
    report = Report()
    for truth, image in truths:
        began, processor = time.perf_counter(), time.process_time()
        looked = look(image, None, {}, day)
        report.seconds.append(time.perf_counter() - began)
        report.processor_seconds.append(time.process_time() - processor)
        _count(report, truth, looked)
    return report


def _count(report: Report, truth: Truth, looked: Looked) -> None:
    key = f"{truth.kind}/{truth.page}" if truth.page else truth.kind
    counts = [
        report.all,
        report.by_kind.setdefault(key, Count()),
        report.by_sort.setdefault(truth.sort or "-", Count()),
    ]
    right_kind = looked.kind == truth.kind and truth.page in ("", looked.page)
    for count in counts:
        count.pictures += 1
        count.kinds_right += right_kind
    if not right_kind:
        report.mistakes.append(
            {"file": truth.file, "field": "kind", "said": f"{looked.kind}/{looked.page}", "truth": key}
        )
    read = {each.name: each for each in looked.fields} if right_kind else {}
    for name, value in truth.fields.items():
        wanted = comparable(name, value)
        given = read.get(name)
        said = comparable(name, given.value) if given is not None else ""
        for count in (*counts, report.by_field.setdefault(name, Count())):
            count.fields += 1
            count.fields_right += said == wanted
            count.missed += given is None
            count.sure_wrong += given is not None and said != wanted and given.confidence >= SURE
            count.signs += len(wanted)
            count.signs_wrong += min(len(wanted), Levenshtein.distance(said, wanted))
        if said != wanted:
            report.mistakes.append(
                {
                    "file": truth.file,
                    "field": name,
                    "said": said,
                    "truth": wanted,
                    "confidence": f"{given.confidence:.2f}" if given else "",
                }
            )


def comparable(name: str, value: str) -> str:
    """A value in the form in which two ways of writing the same are the same."""
    text = plain(value).translate(_BRACKETS)
    if name == "valid_until" and (month := _month(text)):
        return month
    if name.endswith(("_date", "_on", "_from", "_until")):
        found = read_date(text)
        return found.isoformat() if found else ("长期" if text.lower() in _WITHOUT_END else text)
    if name == "sex":
        return {"male": "男", "female": "女", "m": "男", "f": "女"}.get(text.lower(), text)
    if name == "ethnicity":
        return text.removesuffix("族")
    if name == "area":
        figure = re.search(r"[0-9]+(?:\.[0-9]+)?", text)
        return figure.group() if figure else text
    if name == "owner":
        return "、".join(sorted(text.replace(",", "、").replace(";", "、").split("、")))
    return text.upper()


_BRACKETS = str.maketrans("〔〕【】[]", "()()()")
_WITHOUT_END = ("长期有效", "长期", "永久", "longterm", "long-term", "permanent")


def _month(text: str) -> str | None:
    """A month as bank cards and those who copy them write it, as 2031-05: 05/31, 05/2031, 2031/05, 2031年5月."""
    if match := re.fullmatch(r"(0?[1-9]|1[0-2])[/-](?:20)?(\d\d)", text):
        return f"20{match[2]}-{int(match[1]):02d}"
    if match := re.fullmatch(r"(20\d\d)[/.年-](0?[1-9]|1[0-2])月?", text):
        return f"{match[1]}-{int(match[2]):02d}"
    return None


def quantile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
