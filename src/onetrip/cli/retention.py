"""`onetrip retention`: how long what is known of people is kept, and letting go what has had its time."""

from __future__ import annotations

import sys
from argparse import Namespace

from onetrip.cli.operate import ACTOR, _now, _say


def show(_arguments: Namespace) -> int:
    """Every kind, how long it is kept, on which ground, and how much of it is over now."""
    from onetrip.retention import queries

    marks = {"source": "有规定 by a rule", "assumption": "本站设定 ours", "own": "本中心定 this centre's"}
    for line in queries.report(_now()):
        said = line.rule
        kept = "不按时间 not by the clock" if said.days is None else f"{said.days} 天 days"
        over = f"{line.over} 到期 over, {line.soon} 30 天内 within 30 days" if line.by_clock else "—"
        print(f"{said.kind:14} {kept:12} {marks[said.mark]:20} {over}")
        print(f"{'':14} {said.name.zh}：{said.after.zh}后。{said.basis.zh}")
        print(f"{'':14} {said.name.en}: after {said.after.en}. {said.basis.en}")
    last = queries.last_run(_now())
    if last is None:
        _say("还没有做过。", "It has never been done yet.")
    else:
        _say(f"上一次 {last:%F %R} UTC。", f"Last done {last:%F %R} UTC.")
    return 0


def run(arguments: Namespace) -> int:
    """Let go what is over, or with --dry-run only say how much that is; 1 where one kind did not go."""
    from onetrip.retention import actions

    done = actions.run(now=_now(), by=ACTOR, dry=arguments.dry_run)
    for one in done:
        print(f"{one.rule.kind:14} {one.number}")
    total = sum(one.number for one in done)
    if arguments.dry_run:
        _say(f"会删 {total} 条，什么都没动。", f"{total} would go; nothing was touched.")
    else:
        _say(f"删了 {total} 条。", f"{total} went.")
    missing = {one.kind for one in actions.goes_by_the_clock()} - {one.rule.kind for one in done}
    if missing:
        print(f"没有做成 did not go: {', '.join(sorted(missing))}", file=sys.stderr)
    return 1 if missing else 0
