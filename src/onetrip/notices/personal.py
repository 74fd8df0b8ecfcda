"""What this room keeps of people: what they were told, and what whoever telephoned wrote down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from onetrip.notices.models import Notice, NoticeTry
from onetrip.notices.showing import shown
from onetrip.people import holdings
from onetrip.people.holdings import Going, Holding, Said, Told
from onetrip.people.models import Resident
from onetrip.rules import Text


def _told(resident: Resident) -> Iterable[Told]:
    for one in resident.notices.order_by("-written_at"):
        yield Told(
            Text("发给您的消息", "a message to you"),
            one.written_at,
            (
                ("kind", Text("说什么", "about"), Said(one.kind, shown(one).kind)),
                ("number", Text("哪一件", "of"), one.number),
                ("way", Text("怎么发的", "by"), one.way),
                ("state", Text("后来", "state"), Said.choice(one.state, one.get_state_display())),
                ("remark", Text("备注", "remark"), one.remark),
            ),
        )


def _ended(going: Going) -> QuerySet[Notice]:
    """Messages that ended so long ago of which a remark, or the mark of an address, is there."""
    over = Notice.objects.filter(written_at__lt=going.before, ended_at__isnull=False)
    marked = NoticeTry.objects.filter(notice=OuterRef("pk")).exclude(to_hash=b"")
    return going.of(over.filter(~Q(remark="") | Exists(marked)))


def _forget(ids: Sequence[object], _going: Going) -> int:
    NoticeTry.objects.filter(notice_id__in=ids).update(to_hash=b"")
    return Notice.objects.filter(pk__in=ids).update(remark="")


def register() -> None:
    """Say what is kept."""
    holdings.register(Holding("notices", ("notices.Notice",), _told, _ended, _forget))
