"""`onetrip reading`: how well papers are read, on a folder of pictures with the truth beside them; needs no database."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onetrip.reading.evaluating import Count, Report


def evaluate(arguments: Namespace) -> int:
    """Read every picture of a folder and print how well; exit code 1 where the truth cannot be read."""
    from onetrip.reading.desk import look
    from onetrip.reading.evaluating import evaluate as evaluated
    from onetrip.reading.truths import TruthUnreadable, read_folder

    folder: Path = arguments.folder
    try:
        truths = read_folder(folder)
    except TruthUnreadable as error:
        print(error, file=sys.stderr)
        return 1
    day = arguments.day or date.today()  # noqa: DTZ011 - which day it is for whoever runs this
    pictures = ((truth, (folder / truth.file).read_bytes()) for truth in truths.pictures[: arguments.limit])
    report = evaluated(pictures, look, day)
    report.left_out = dict(truths.left_out)
    if arguments.json:
        arguments.json.write_text(json.dumps(report.as_data(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(as_table(report, mistakes=arguments.mistakes))
    return 0


def as_table(report: Report, *, mistakes: bool = False) -> str:
    """The report in lines: in all, by kind and page, by distortion, then the time it took."""
    from statistics import median

    from onetrip.reading.evaluating import quantile

    lines = ["纸的种类、字段全对、字符错误率 kind, field exactly right, character error"]
    groups = (
        ("全部 all", {"": report.all}),
        ("按种类 by kind", report.by_kind),
        ("按拍法 by distortion", report.by_sort),
    )
    for title, counts in groups:
        lines.append(title)
        lines += [f"  {name or '-':<34} {_told(count)}" for name, count in counts.items()]
    if report.seconds:
        lines.append(
            f"每张 a picture: {median(report.seconds):.2f} s 中位 median, {quantile(report.seconds, 0.9):.2f} s p90"
        )
    if report.left_out:
        lines.append("真值里认不出、没有算的 of the truth not understood and left out:")
        lines += [f"  {many:>5}  {what}" for what, many in sorted(report.left_out.items(), key=lambda each: -each[1])]
    if mistakes:
        lines += [
            f"  {each['file']}  {each['field']}: {each['said'] or '-'} ≠ {each['truth']}" for each in report.mistakes
        ]
    return "\n".join(lines)


def _told(count: Count) -> str:
    accuracy = "     —" if count.field_accuracy is None else f"{count.field_accuracy:6.1%}"
    return (
        f"{count.kinds_right}/{count.pictures}  {count.fields_right}/{count.fields} = {accuracy}  "
        f"漏 missed {count.missed}  错而不疑 wrong but sure {count.sure_wrong}  {count.character_error:.2%}"
    )


def draw(arguments: Namespace) -> int:
    """Write a set of photographed specimens with their truth into an empty folder, in the format of `evaluate`."""
    from onetrip.reading.specimens import sets

    folder: Path = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        print(f"{folder}: 文件夹不是空的 the folder is not empty", file=sys.stderr)
        return 1
    truths = []
    for photograph in sets.photographs(arguments.set, each=arguments.each, sorts=tuple(arguments.distortion)):
        file = f"{photograph.name}.jpg"
        (folder / file).write_bytes(photograph.image)
        specimen = photograph.specimen
        truths.append(
            {
                "file": file,
                "kind": specimen.kind,
                "page": specimen.page,
                "distortion": photograph.distortion,
                "fields": dict(specimen.fields),
            }
        )
    (folder / "truth.json").write_text(json.dumps(truths, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(truths)} 张 pictures: {folder}")
    return 0
