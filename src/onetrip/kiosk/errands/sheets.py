"""From an errand to the sheet that is printed: its receipt, and what a print matter prints."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from onetrip.kiosk.errands.run import Run
from onetrip.kiosk.errands.sources import Told
from onetrip.kiosk.models import Errand
from onetrip.prints.sheets import ErrandSheet
from onetrip.prints.voice import Voice
from onetrip.rules import Text

NOTHING_CAME = (Errand.State.REFUSED, Errand.State.LAPSED)
"""The ends at which papers and pictures are gone and nothing takes any time."""

HOW = {
    "read": Text("读过证件", "card read"),
    "fetched": Text("电子证照，已调取", "e-licence, fetched"),
    "pictured": Text("已拍照", "photographed"),
    "later": Text("以后到窗口补", "to follow at a window"),
    "open": Text("没有", "none"),
}


def receipt_sheet(run: Run, *, address: str) -> ErrandSheet:
    """What the person takes home: the number, what was received, how long it takes, where to ask."""
    errand, centre = run.errand, run.place.centre
    return ErrandSheet(
        heading=Text("自助回执", "Receipt"),
        number=errand.number or "",
        address=address,
        centre=Text(centre.name_zh, centre.name_en),
        at=centre.local(errand.submitted_at or run.now),
        name=run.matter.name,
        state=run.stands.head,
        lines=(*received_lines(run), *limit_line(run)),
        then=run.stands.then,
        for_whom=errand.resident.masked_name if errand.resident else "",
        ask=centre.telephone,
        demonstration=settings.DEMONSTRATION,
    )


def received_lines(run: Run) -> tuple[tuple[Text, Text], ...]:
    """Each paper with how it came; none of an errand that nothing came of."""
    if run.errand.state in NOTHING_CAME:
        return ()
    return tuple(
        (line.name, _later(run) if line.state == "later" else _counted(HOW[line.state], len(line.pictures)))
        for line in run.lines
        if line.state != "open"
    )


def limit_line(run: Run) -> tuple[tuple[Text, Text], ...]:
    """How long it takes from acceptance, where a source says so; nothing of an errand that is never accepted."""
    limits = run.matter.terms.limits
    limit = limits.decide or limits.legal
    never = run.errand.state in NOTHING_CAME or run.errand.kind not in ("apply", "register")
    if limits.on_the_spot or never:
        return ()
    term = Text("多久", "How long")
    if limit is None:
        return ((term, Text("期限待核对", "time limit not yet checked")),)
    zh, en = Voice("zh").length(limit), Voice("en").length(limit)
    return ((term, Text(f"受理后 {zh}", f"{en} from acceptance")),)


def record_sheet(run: Run, told: Told, *, address: str, at: datetime) -> ErrandSheet:
    """What the matter prints: the lines of its source."""
    errand, centre = run.errand, run.place.centre
    nothing = Text("没有查到记录。", "No record was found.")
    state = nothing if told.nothing else run.matter.terms.result or run.matter.name
    return ErrandSheet(
        heading=run.matter.name,
        number=errand.number or "",
        address=address,
        centre=Text(centre.name_zh, centre.name_en),
        at=at,
        name=run.matter.name,
        state=state,
        lines=told.lines,
        for_whom=errand.resident.masked_name if errand.resident else "",
        ask=centre.telephone,
        demonstration=settings.DEMONSTRATION or told.demonstration,
    )


def _later(run: Run) -> Text:
    """Until when a paper may follow, where the matter says so."""
    gap = run.matter.terms.minor_gap
    if gap is None or gap.days is None:
        return HOW["later"]
    return Text(
        f"受理后 {gap.days} 个工作日内到窗口补", f"to follow at a window within {gap.days} working days of acceptance"
    )


def _counted(how: Text, pictures: int) -> Text:
    return how if pictures < 2 else Text(f"{how.zh}，{pictures} 张", f"{how.en}, {pictures} pictures")
