"""What is done with a drill in the real house: its report is kept, its tasks are taken and ticked off."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.rehearsal.drilling.drill import Drilled
from onetrip.rehearsal.drilling.models import Drill, DrillTask
from onetrip.rehearsal.drilling.report import Report

LONGEST_OWNER = 60


def keep(
    *, centre: str, drilled: Drilled, report: Report, staffed: list[int], now: datetime, by: str, key: uuid.UUID
) -> Drill:
    """Keep the report of a drill, with a line of the to-do list for each task."""
    made = uuid.uuid4()
    with transaction.atomic():
        earlier = requests.claim(key, action=f"keep-drill {centre}", actor=by, now=now, result={"drill": str(made)})
        if earlier is not None:
            return Drill.objects.get(pk=earlier["drill"])
        drill = Drill.objects.create(
            id=made,
            centre_id=centre,
            scenario=drilled.scenario.id,
            name_zh=drilled.scenario.name.zh,
            name_en=drilled.scenario.name.en,
            opens=drilled.opens,
            speed=drilled.speed,
            residents=report.residents,
            staffed=staffed,
            is_clean=report.is_clean,
            told=report.as_json(),
            began_at=drilled.began,
            ended_at=drilled.ended,
            by=by,
        )
        DrillTask.objects.bulk_create(
            DrillTask(drill=drill, position=place, link=task.link, text_zh=task.text.zh, text_en=task.text.en)
            for place, task in enumerate(report.tasks, start=1)
        )
        data = {"scenario": drill.scenario, "residents": drill.residents, "clean": drill.is_clean}
        events.record(now=now, centre=centre, actor=by, thing="drill", thing_id=made, verb="keep", data=data)
    return drill


def set_task(*, centre: str, task_id: int, owner: str, done: bool, now: datetime, by: str, key: uuid.UUID) -> DrillTask:
    """Say who does a task, and whether it is done. Ticked off twice, the first time counts; ticked on again, it is open.

    Raises NotFound for a task of another centre, Malformed for an owner too long to be a name.
    """
    if len(owner) > LONGEST_OWNER:
        raise Malformed(
            "owner-long",
            f"谁来办，最多 {LONGEST_OWNER} 个字。",
            f"Who does it: at most {LONGEST_OWNER} characters.",
            field="owner",
        )
    with transaction.atomic():
        requests.claim(key, action=f"set-drill-task {task_id}", actor=by, now=now, result={})
        task = DrillTask.objects.select_for_update(of=("self",)).filter(pk=task_id, drill__centre=centre).first()
        if task is None:
            raise NotFound("drill-task-unknown", "没有这一条。", "There is no such task.")
        was_done = task.done_at is not None
        task.owner = owner.strip()
        if done != was_done:
            task.done_at, task.done_by = (now, by) if done else (None, "")
        task.save(update_fields=["owner", "done_at", "done_by"])
        verb = ("tick" if done else "untick") if done != was_done else "assign"
        data = {"drill": str(task.drill_id), "position": task.position}
        events.record(now=now, centre=centre, actor=by, thing="drill-task", thing_id=task_id, verb=verb, data=data)
    return task
