"""`onetrip screen`: who of a file of residents is entitled to what, in counts; and lists for people to follow up."""

from __future__ import annotations

import csv
import getpass
import json
import os
import sys
import time
from argparse import Namespace
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from onetrip.cli import checked, house
from onetrip.cli.synth import Progress
from onetrip.rules import ConditionError, Text, parse

if TYPE_CHECKING:
    from onetrip.catalogue.book import Catalogue
    from onetrip.screening.applied import Applied
    from onetrip.screening.asking import Asked
    from onetrip.screening.runs import Run


def screen(arguments: Namespace) -> int:
    """Screen, and print what was found in one language; 1 where the file, the question or the folder is wrong, in words."""
    from onetrip.screening.residents import Unreadable

    nobody = Text("目录有错，没有筛。", "The catalogue has errors; nobody was screened.")
    catalogue = checked.catalogue(arguments.catalogue or house.catalogue_folder(), nobody)
    if catalogue is None:
        return 1
    try:
        return _screened(catalogue, arguments)
    except Unreadable as error:
        return _refused(error.text)
    except ConditionError as error:
        return _refused(Text(f"条件写错了：{error}", f"The condition is wrong: {error}"))
    except OSError as error:
        return _refused(Text(f"读写不了：{error}", f"Cannot be read or written: {error}"))


def _screened(catalogue: Catalogue, arguments: Namespace) -> int:
    from onetrip.screening.applied import applied
    from onetrip.screening.asking import asked_of
    from onetrip.screening.runs import run

    day = arguments.day or datetime.now().astimezone().date()
    if not arguments.basis.strip():
        return _refused(Text("要写明用这些数据的法律依据。", "Please name the legal basis for using the data."))
    asked = asked_of(catalogue.book, day, arguments.basis)
    if unknown := [
        name for name in (arguments.list, (arguments.what_if or [None])[0]) if name and name not in asked.conditions
    ]:
        return _refused(Text(f"目录里没有事项 {unknown[0]}。", f"The catalogue has no matter {unknown[0]}."))
    progress: list[Progress] = []

    def told(done: int, rows: int) -> None:
        if not progress:
            progress.append(Progress("筛了 screened", rows))
        progress[0](done)

    began = time.monotonic()
    found = run(arguments.residents, arguments.output, asked, processes=arguments.processes, told=told)
    seconds = time.monotonic() - began
    have = applied(arguments.applied, found.residents, list(asked.conditions)) if arguments.applied else None
    _log(found, arguments, asked)
    if arguments.what_if:
        return _what_if(found, asked, catalogue, arguments)
    if arguments.since:
        return _difference(found, asked, catalogue, arguments)
    if arguments.by:
        return _groups(found, asked, arguments)
    if arguments.list:
        return _list(found, asked, have, arguments)
    _print(found, asked, catalogue, have, seconds, arguments.language)
    return 0


def _refused(text: Text) -> int:
    print(f"{text.zh}\n{text.en}", file=sys.stderr)
    return 1


def _log(found: Run, arguments: Namespace, asked: Asked) -> None:
    """Every look at a run stays on record beside it: when, who, what for, and how many it spoke of."""
    line = {
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "by": _user(),
        "basis": asked.basis,
        "rows": found.counts.rows,
        "judged": found.counts.judged,
        "list": arguments.list,
        "what_if": arguments.what_if,
        "groups": arguments.by,
        "since": [str(path) for path in arguments.since or ()],
    }
    with (found.store.folder / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _user() -> str:
    """Who runs the command; the number of the account where it has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _print(found: Run, asked: Asked, catalogue: Catalogue, have: Applied | None, seconds: float, language: str) -> None:
    from onetrip.screening.applied import not_applied
    from onetrip.screening.impossible import in_words

    zh = language == "zh"
    counts, said = found.counts, found.residents
    lines = [
        f"{counts.rows:,} 行，判断了 {counts.judged:,} 人，{seconds:.1f} 秒。"
        if zh
        else f"{counts.rows:,} rows, {counts.judged:,} residents judged, {seconds:.1f} s."
    ]
    if found.taken_over:
        number = found.taken_over
        lines.append(
            f"接着上次做完的 {number} 段。" if zh else f"{number} stretches were done before and were taken over."
        )
    for name, number in sorted(counts.aside.items()):
        lines.append(
            f"放在一边 {number:,} 行：{in_words(name).zh}。"
            if zh
            else f"Set aside, {number:,} rows: {in_words(name).en}."
        )
    if said.missing:
        names = ", ".join(said.missing)
        lines.append(
            f"没有这些列，这些情况对谁都算未知：{names}" if zh else f"No such columns, unknown for everybody: {names}"
        )
    if said.extra:
        names = ", ".join(said.extra)
        lines.append(f"没有读的列：{names}" if zh else f"Columns not read: {names}")
    if have is not None and (have.unknown_residents or have.unknown_matters):
        lines.append(
            f"已办文件里 {have.unknown_residents:,} 行的人、{have.unknown_matters:,} 行的事项这里没有。"
            if zh
            else f"Of who has applied, {have.unknown_residents:,} rows name nobody here and {have.unknown_matters:,} no matter here."
        )
    if everybody := len(_for_everybody(found)):
        lines.append(
            f"{everybody} 个事项的条件对谁都成立，列在最后。"
            if zh
            else f"The conditions of {everybody} matters match everybody; they stand at the end."
        )
    print("\n".join(lines))
    left = not_applied(found.store, list(asked.conditions), have) if have is not None else None
    _print_matters(found, asked, catalogue, left, zh=zh)


def _for_everybody(found: Run) -> frozenset[str]:
    """The matters whose condition everybody meets who was judged."""
    counts = found.counts
    return frozenset(name for name, number in counts.certain.items() if counts.judged and number == counts.judged)


def _print_matters(found: Run, asked: Asked, catalogue: Catalogue, left: dict[str, int] | None, *, zh: bool) -> None:
    """A line for each matter, most entitled first."""
    counts = found.counts
    heading = (
        ["事项", "肯定", "可能", "差哪项情况"] if zh else ["matter", "certain", "possible", "facts that are missing"]
    )
    if left is not None:
        heading.insert(2, "没办" if zh else "not applied")
    print("\t".join(heading))
    last = _for_everybody(found)
    for name in sorted(asked.conditions, key=lambda name: (name in last, -counts.certain[name], name)):
        matter = catalogue.matters[name]
        lacking = sorted(counts.lacking.get(name, {}).items(), key=lambda each: -each[1])[:3]
        alone = counts.alone.get(name, {})
        missing = "; ".join(
            f"{fact} {number:,}（只差它 {alone.get(fact, 0):,}）"
            if zh
            else f"{fact} {number:,} (it alone {alone.get(fact, 0):,})"
            for fact, number in lacking
        )
        cells = [
            matter.name.zh if zh else matter.name.en,
            f"{counts.certain[name]:,}",
            f"{counts.open[name]:,}",
            missing,
        ]
        if left is not None:
            cells.insert(2, f"{left[name]:,}")
        print("\t".join(cells))


def _what_if(found: Run, asked: Asked, catalogue: Catalogue, arguments: Namespace) -> int:
    from onetrip.screening.changed import what_if

    name, source = arguments.what_if
    changed = what_if(found.store, found.residents, asked, name, parse(source, asked.vocabulary))
    matter = catalogue.matters[name].name
    if arguments.language == "zh":
        print(f"{matter.zh}，如果条件是 {source}：")
        print(
            f"肯定的人 {changed.before:,} → {changed.after:,}，多了 {changed.gained:,}，少了 {changed.lost:,}；可能 {changed.open:,}。"
        )
    else:
        print(f"{matter.en}, if the condition were {source}:")
        print(
            f"certainly {changed.before:,} → {changed.after:,}, {changed.gained:,} more and {changed.lost:,} fewer; possibly {changed.open:,}."
        )
    return 0


def _difference(found: Run, asked: Asked, catalogue: Catalogue, arguments: Namespace) -> int:
    """What changed for the residents of the file since an earlier run; the matters nothing changed in are left out."""
    from onetrip.screening.differing import difference
    from onetrip.screening.residents import residents
    from onetrip.screening.store import Store

    zh = arguments.language == "zh"
    file, folder = arguments.since
    before = residents(file, asked.facts, asked.vocabulary)
    changed = difference(found, Store(folder), before)
    print(
        f"比了 {changed.both:,} 人；以前没有的 {changed.new:,} 人。"
        if zh
        else f"{changed.both:,} residents compared; {changed.new:,} were not there before."
    )
    print("\t".join(["事项", "新符合", "不再符合"] if zh else ["matter", "entitled now", "no longer entitled"]))
    for name in sorted(asked.conditions, key=lambda name: (-changed.gained[name] - changed.lost[name], name)):
        if changed.gained[name] or changed.lost[name]:
            matter = catalogue.matters[name].name
            print(f"{matter.zh if zh else matter.en}\t{changed.gained[name]:,}\t{changed.lost[name]:,}")
    return 0


def _groups(found: Run, asked: Asked, arguments: Namespace) -> int:
    """Who is found and who is not, by groups; the three facts that each group lacks most."""
    from onetrip.screening.fairness import groups

    zh = arguments.language == "zh"
    by: str = arguments.by
    fact = asked.vocabulary.fact(by)
    if fact is None:
        return _refused(Text(f"目录里没有情况 {by}。", f"The catalogue has no fact {by}."))
    try:
        compared = groups(found.store, found.residents, asked, by)
    except ValueError:
        return _refused(
            Text(
                f"{by} 不能分组：要选项、是否或出生日期。",
                f"{by} makes no groups: name a choice, a yes or no, or birth_date.",
            )
        )
    heading = (
        ["分组", "人数", "肯定（件/人）", "可能（件/人）", "最缺的情况"]
        if zh
        else ["group", "residents", "certain per head", "possible per head", "facts that are missing most"]
    )
    print("\t".join(heading))
    for group in compared:
        lacking = sorted(group.lacking, key=lambda name: -group.lacking[name])[:3]
        missing = "; ".join(f"{name} {group.share_lacking(name):.0%}" for name in lacking)
        per_head = (f"{number / group.residents:.2f}" for number in (group.entitled, group.open))
        print("\t".join([group.name.zh if zh else group.name.en, f"{group.residents:,}", *per_head, missing]))
    return 0


def _list(found: Run, asked: Asked, have: Applied | None, arguments: Namespace) -> int:
    from onetrip.screening.follow_up import certainly, follow_up, possibly

    output: Path | None = arguments.to
    if output is None:
        return _refused(Text("名单写到哪个文件？用 --to。", "Name the file of the list with --to."))
    if output.exists() and not arguments.force:
        return _refused(
            Text(f"{output} 已经有了；要盖掉就加 --force。", f"{output} exists already; --force writes over it.")
        )
    have_it = have.planes.get(arguments.list) if have is not None else None
    who = (possibly if arguments.possible else certainly)(found.store, asked, arguments.list, have_it)
    listed = follow_up(found.residents, asked, arguments.list, who, arguments.most)
    rows = (
        (
            each.resident,
            arguments.list,
            each.verdict.name.lower(),
            each.reason.zh,
            each.reason.en,
            " ".join(each.needs),
            asked.basis,
        )
        for each in listed
    )
    number = _write(output, ("resident", "matter", "verdict", "reason_zh", "reason_en", "to_ask", "basis"), rows)
    print(f"{output}：{number:,} 人，由人跟进，名单本身不决定任何事。")
    print(f"{output}: {number:,} residents for people to follow up; a list decides nothing.")
    return 0


def _write(output: Path, heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> int:
    """Write the list, all of it or nothing, readable by its owner only; how many lines it has."""
    aside = output.with_name(f".{output.name}.{os.getpid()}")
    number = 0
    try:
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
            lines = csv.writer(file, lineterminator="\r\n")
            lines.writerow(heading)
            for row in rows:
                lines.writerow(row)
                number += 1
        aside.replace(output)
    finally:
        aside.unlink(missing_ok=True)
    return number
