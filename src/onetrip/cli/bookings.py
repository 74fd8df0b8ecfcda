"""What an operator does for bookings and branch centres."""

from __future__ import annotations

from argparse import Namespace

from onetrip.cli.operate import ACTOR


def tend(_arguments: Namespace) -> int:
    """Send the reminders that are due and record who did not come, once; a running house does it every minute."""
    from django.utils import timezone

    from onetrip.appointments.actions import tend as tend_now

    sent, missed = tend_now(now=timezone.now(), by=ACTOR)
    print(f"发了 {sent} 条，{missed} 位没有来。\n{sent} messages sent, {missed} people did not come.")
    return 0


def attach(arguments: Namespace) -> int:
    """Make a centre the branch of another, or of none."""
    from django.utils import timezone

    from onetrip.centres.branch_actions import attach_branch

    branch = attach_branch(centre=arguments.centre, of=arguments.of, now=timezone.now(), by=ACTOR)
    of = branch.belongs_to_id
    print(f"{branch.code} 现在是 {of} 的分中心。" if of else f"{branch.code} 现在不是分中心。")
    print(f"{branch.code} is a branch of {of}." if of else f"{branch.code} is a branch of none.")
    return 0
