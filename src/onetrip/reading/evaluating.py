"""How well papers are read: a folder of pictures with the truth beside them, read one by one and counted.

The format is described in docs/reading.md: `truth.json` or `truth.csv` names each picture, its kind and what stands on it.
Nothing here tunes anything, so that a set drawn by others is measured as it comes.
"""

from __future__ import annotations

import csv
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median

from rapidfuzz.distance import Levenshtein

from onetrip.reading.formats import plain, read_date
from onetrip.reading.kinds import ASKED, BY_KEY, KIND_NAMES, UNKNOWN
from onetrip.reading.looked import SURE, Looked

Looking = Callable[[bytes, str | None, Mapping[str, object], date], Looked]


class TruthUnreadable(ValueError):
    """The folder has no truth, or one that cannot be meant; says which line."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What a picture shows. `page` empty: any page of the kind counts. `sort`: the distortion, for the report."""

    file: str
    kind: str
    page: str
    fields: Mapping[str, str]
    sort: str = ""


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
    def field_accuracy(self) -> float:
        """Share of fields read exactly."""
        return self.fields_right / self.fields if self.fields else 1.0

    @property
    def character_error(self) -> float:
        """Signs to change, leave out or put in, over the signs there are; a missed field counts all of its signs."""
        return self.signs_wrong / self.signs if self.signs else 0.0


@dataclass
class Report:
    """Counts in all, by kind and page, by sort of distortion, by field; seconds a picture, by the clock on the wall."""

    all: Count = field(default_factory=Count)
    by_kind: dict[str, Count] = field(default_factory=dict)
    by_sort: dict[str, Count] = field(default_factory=dict)
    by_field: dict[str, Count] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    processor_seconds: list[float] = field(default_factory=list)
    mistakes: list[dict[str, str]] = field(default_factory=list)

    def as_data(self) -> dict[str, object]:
        """For a file."""

        def told(count: Count) -> dict[str, float]:
            return {
                "pictures": count.pictures,
                "kind_accuracy": round(count.kind_accuracy, 4),
                "fields": count.fields,
                "field_accuracy": round(count.field_accuracy, 4),
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
        }


def evaluate(truths: Sequence[tuple[Truth, bytes]], look: Looking, day: date) -> Report:
    """Read every picture without knowing what to expect, and count.

    A field of the truth that this reader does not know is left out of the count and named in docs; a field of a picture
    whose kind was told wrong counts as missed.
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
    text = plain(value)
    if name.endswith(("_date", "_on", "_from", "_until")):
        found = read_date(text)
        return found.isoformat() if found else {"长期有效": "长期", "long-term": "长期"}.get(text, text)
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


def quantile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


# --- The truth in files ------------------------------------------------------------------------------------------------

ALSO_CALLED: Mapping[str, str] = {
    "gender": "sex",
    "nation": "ethnicity",
    "nationality": "ethnicity",
    "ethnic": "ethnicity",
    "birth": "birth_date",
    "birthday": "birth_date",
    "date_of_birth": "birth_date",
    "id": "id_number",
    "id_no": "id_number",
    "authority": "issuer",
    "issued_by": "issuer",
    "valid_to": "valid_until",
    "expiry": "valid_until",
    "issue_date": "issued_on",
    "registration_date": "registered_on",
    "certificate_no": "certificate_number",
    "card_no": "card_number",
    "number": "card_number",
    "bank_name": "bank",
    "head": "head_name",
    "household_no": "household_number",
    "unit_no": "unit_number",
}
"""Names others give to fields, where the kind of paper has no field of that name itself."""

_NOT_FIELDS = {"file", "kind", "page", "distortion", "sort"}


def read_folder(folder: Path) -> list[Truth]:
    """The truth of a folder. Raises TruthUnreadable with what is wrong and where."""
    for name, reader in (("truth.json", _from_json), ("truth.csv", _from_csv)):
        if (folder / name).is_file():
            truths = list(reader(folder / name))
            for truth in truths:
                if (
                    not (folder / truth.file).resolve().is_relative_to(folder.resolve())
                    or not (folder / truth.file).is_file()
                ):
                    raise TruthUnreadable(f"{name}: {truth.file}: 文件夹里没有这张图 no such picture in the folder")
            return truths
    raise TruthUnreadable(f"{folder}: 没有 truth.json 或 truth.csv there is neither truth.json nor truth.csv")


def _from_json(path: Path) -> Iterator[Truth]:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise TruthUnreadable(f"{path.name}: {error}") from error
    entries = [{"file": name, **entry} for name, entry in data.items()] if isinstance(data, dict) else data
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict) or not isinstance(entry.get("fields", {}), dict):
            raise TruthUnreadable(f"{path.name}: 第 {number} 项不是对象 entry {number} is not an object")
        yield _truth(path.name, number, {**entry, **entry.get("fields", {})}, skip={"fields"})


def _from_csv(path: Path) -> Iterator[Truth]:
    with path.open(encoding="utf-8-sig", newline="") as opened:
        for number, row in enumerate(csv.DictReader(opened), 2):
            yield _truth(path.name, number, {key: value for key, value in row.items() if key}, skip=set())


def _truth(name: str, number: int, entry: Mapping[str, object], skip: set[str]) -> Truth:
    file, said = entry.get("file"), entry.get("kind")
    if not file or not said:
        raise TruthUnreadable(f"{name}:{number}: 要有 file 和 kind file and kind are needed")
    kind, page = kind_and_page(str(said), str(entry.get("page") or ""))
    if kind != UNKNOWN and kind not in KIND_NAMES:
        raise TruthUnreadable(
            f"{name}:{number}: {said}: 没有这种纸 no such kind; 有 there are: {', '.join([*KIND_NAMES, UNKNOWN])}"
        )
    known = {
        each
        for key, each_page in BY_KEY.items()
        if key.startswith(f"{kind}/") and page in ("", each_page.page)
        for each in each_page.fields
    }
    named = {
        key if key in known else ALSO_CALLED.get(key, key): value for key, value in entry.items() if key not in skip
    }
    fields = {key: str(value) for key, value in named.items() if key in known - _NOT_FIELDS and value not in (None, "")}
    return Truth(str(file), kind, page, fields, str(entry.get("distortion") or entry.get("sort") or ""))


def kind_and_page(kind: str, page: str) -> tuple[str, str]:
    """A kind as others may write it: id_card_front, id-card/front, household-booklet with page own, 身份证."""
    text = kind.strip().lower().replace("_", "-").replace("/", "-")
    pages = {each.page for each in BY_KEY.values()}
    if not page and "-" in text and text.rsplit("-", 1)[1] in pages and text not in KIND_NAMES:
        text, page = text.rsplit("-", 1)
    text = next((known for known, name in KIND_NAMES.items() if name.zh == text), text)
    if text in ("none", "other", "wrong", "其他"):
        text = UNKNOWN
    return (ASKED[text].kind if text in ASKED else text), page.strip().lower()
