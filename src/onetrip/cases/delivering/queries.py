"""What can be asked about delivery: what is ready at a window, what nobody fetched, what lies in the cabinets, what is in the post."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from onetrip.cases.delivering.models import Cabinet, Compartment, Delivery, Parcel, StoredResult, Way
from onetrip.cases.models import Case, HandOverLine, Receipt
from onetrip.cases.where import is_concerned
from onetrip.centres.models import Centre
from onetrip.ledger.counting import Counted, counted
from onetrip.ledger.refusals import NotFound
from onetrip.walls.scope import everywhere

SILENT = timedelta(days=5)
"""A parcel of which nothing was heard for so long is asked after by a person."""

_RECEIPT_ADDRESS = re.compile(r"/r/([A-Za-z0-9_-]{16,40})(?:[/?#.]|$)")
_NUMBER = re.compile(r"[A-Z]{2,6}-?[0-9]{8}-?S?[0-9]{4,6}")


@dataclass(frozen=True)
class Wanted:
    """One case of a receipt as the hand-out page shows it. `stands`: here, listed, cabinet, post, elsewhere, not-yet, over."""

    case: Case
    delivery: Delivery | None
    stored: StoredResult | None
    stands: str

    @property
    def is_here(self) -> bool:
        return self.stands == "here"

    @property
    def is_changeable(self) -> bool:
        """Whether it can still be chosen how it is handed over."""
        is_open = self.delivery is None or self.delivery.state in (Delivery.State.WAITING, Delivery.State.READY)
        return is_open and self.stands in ("here", "elsewhere", "not-yet")


def receipt_named(said: str, *, centre: str) -> Receipt:
    """The receipt whose code was scanned, or whose number (or that of one of its cases) was typed, at a centre that has to
    do with one of its cases. Raises NotFound."""
    text = unicodedata.normalize("NFKC", said[:300]).strip()
    found: Receipt | None = None
    receipts = Receipt.objects.select_related("centre")
    if address := _RECEIPT_ADDRESS.search(text):
        found = receipts.filter(token=address[1]).first()
    elif _NUMBER.fullmatch(text.upper()):
        number = text.upper()
        found = receipts.filter(
            Q(number=number) | Q(pk__in=Case.objects.filter(number=number).values("receipt"))
        ).first()
    if found is None or not any(is_concerned(case, centre) for case in found.cases.all()):
        raise NotFound(
            "receipt-unknown",
            "这个中心没有这张受理单的事。请再扫一次单子上的码，或输办件号。",
            "This centre has nothing to do with such a receipt. Please scan its code again, or type the case number.",
        )
    return found


def wanted(receipt: Receipt, *, centre: str) -> list[Wanted]:
    """Every case of a receipt, and where its result stands as seen from `centre`."""
    on_a_list = HandOverLine.objects.filter(case=OuterRef("pk"), of="result", is_under_way=True)
    cases = (
        receipt.cases.select_related("delivery", "collect_at", "result_at", "resident")
        .annotate(is_listed=Exists(on_a_list))
        .order_by("number")
    )
    lying = lying_by_delivery([case.delivery.pk for case in cases if hasattr(case, "delivery")])
    return [_wanted(case, lying, centre) for case in cases]


def _wanted(case: Case, lying: dict[uuid.UUID, StoredResult], centre: str) -> Wanted:
    row: Delivery | None = getattr(case, "delivery", None)
    stored = lying.get(row.pk) if row else None
    return Wanted(case, row, stored, _stands(case, row, centre))


def _stands(case: Case, row: Delivery | None, centre: str) -> str:
    if case.state in (Case.State.DELIVERED, Case.State.REFUSED, Case.State.WITHDRAWN, Case.State.TERMINATED):
        return "over"
    if case.state != Case.State.COMPLETED:
        return "not-yet"
    if row is not None and row.state in (Delivery.State.POSTED, Delivery.State.LOST, Delivery.State.COMING_BACK):
        return "post"
    if row is not None and row.state == Delivery.State.STORED:
        return "cabinet"
    if case.result_at_id != centre:
        return "elsewhere"
    return "listed" if case.is_listed else "here"  # type: ignore[attr-defined]  # annotated by `wanted`


def lying_by_delivery(deliveries: list[uuid.UUID]) -> dict[uuid.UUID, StoredResult]:
    """What of these lies in a compartment now, by delivery."""
    lying = StoredResult.objects.filter(delivery__in=deliveries, opened_at=None, taken_out_at=None)
    return {one.delivery_id: one for one in lying.select_related("compartment__cabinet__centre")}


def chosen_otherwise(receipts: Collection[Receipt]) -> frozenset[uuid.UUID]:
    """Which of these have a result that is not simply collected at a window of the centre that took the papers."""
    rows = Delivery.objects.filter(case__receipt__in=receipts)
    otherwise = rows.exclude(way=Way.WINDOW, case__collect_at=F("case__receiving_centre"))
    return frozenset(otherwise.values_list("case__receipt", flat=True))


def waybills_by_delivery(deliveries: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The waybill under which each of these is in the post now."""
    under_way = Parcel.objects.filter(delivery__in=deliveries, is_under_way=True)
    return dict(under_way.values_list("delivery_id", "waybill"))


def of_case(case: Case) -> Delivery | None:
    """The delivery of a case; None where nobody has said or done anything about it."""
    return Delivery.objects.filter(case=case).first()


def unclaimed(centre: Centre, today: date) -> QuerySet[Case]:
    """Cases whose result waits at the window of `centre` for longer than it says, what was finished longest ago first.

    Read from the old end of the index of cases to hand over, each with a look at its delivery, until there are enough: nothing
    is ready before it is finished. A join would be estimated as a hundredth of what it is, and made of both tables whole.
    """
    before = datetime.combine(today - timedelta(days=centre.unclaimed_days - 1), time(), tzinfo=centre.zone)
    waits = Delivery.objects.filter(case=OuterRef("pk"), state=Delivery.State.READY, way=Way.WINDOW)
    at_hand = Case.objects.filter(state=Case.State.COMPLETED, result_at=centre, completed_at__lt=before)
    found = at_hand.annotate(waits_since=Subquery(waits.values("ready_at"))).filter(waits_since__lt=before)
    return found.order_by("completed_at", "pk")


_ASKS_FOR_THE_CENTRE = "the question names the centre, and who sees a centre sees what lies there"
"""Behind the wall every one of ten thousand rows would be asked for, to be shown each time."""


def count_unclaimed(centre: Centre, today: date) -> Counted:
    """How many lines `unclaimed` has."""
    with everywhere(_ASKS_FOR_THE_CENTRE):
        return counted(unclaimed(centre, today))


def read_unclaimed(centre: Centre, today: date, *, after: str, most: int) -> list[Delivery]:
    """The first `most` lines of `unclaimed` after the line that `after` names; from the beginning where it names none."""
    with everywhere(_ASKS_FOR_THE_CENTRE):
        cases = from_line_on(unclaimed(centre, today), after).select_related("delivery")
        return [case.delivery for case in cases[:most]]


def _lies_at(centre: str) -> dict[str, str]:
    """The result lies at `centre` and nobody has it yet: what the index of cases to hand over holds."""
    return {"case__state": Case.State.COMPLETED.value, "case__result_at": centre}


def line_of(row: Delivery) -> str:
    """Where the list of what is unclaimed stands after this row, for `from_line_on`."""
    finished = row.case.completed_at
    return f"{finished.timestamp() if finished else 0}_{row.case_id}"


def from_line_on(rows: QuerySet[Case], line: str) -> QuerySet[Case]:
    """What of that list comes after `line`; all of it where it names none."""
    at, _, pk = line.partition("_")
    try:
        moment, after = datetime.fromtimestamp(float(at)).astimezone(), uuid.UUID(pk)
    except (ValueError, OverflowError, OSError):
        return rows
    behind = Q(completed_at__gt=moment) | Q(completed_at=moment, pk__gt=after)
    return rows.filter(behind, completed_at__gte=moment)


def given_back(centre: str) -> QuerySet[Delivery]:
    """What was returned to the departments from `centre`, the latest first."""
    found = Delivery.objects.filter(state=Delivery.State.GIVEN_BACK, case__collect_at=centre)
    return found.select_related("case").order_by("-ready_at", "pk")


def to_post(centre: str) -> QuerySet[Delivery]:
    """What is ready here and is to be posted, the oldest first."""
    found = Delivery.objects.filter(state=Delivery.State.READY, way=Way.POST, **_lies_at(centre))
    return found.select_related("case").order_by("ready_at", "pk")


def in_the_post(centre: str) -> QuerySet[Parcel]:
    """What was posted from here and is under way, what was heard of longest ago first."""
    found = Parcel.objects.filter(centre=centre, is_under_way=True).select_related("delivery__case")
    return found.order_by("heard_at", "pk")


def astray(centre: str, now: datetime) -> QuerySet[Parcel]:
    """Parcels from here that are lost, or of which nothing was heard for days."""
    return in_the_post(centre).filter(Q(state=Parcel.State.LOST) | Q(heard_at__lt=now - SILENT))


def to_put_in(centre: str) -> QuerySet[Delivery]:
    """What is ready here and goes into a cabinet, the oldest first."""
    found = Delivery.objects.filter(state=Delivery.State.READY, way=Way.CABINET, **_lies_at(centre))
    return found.select_related("case").order_by("ready_at", "pk")


def lying(centre: str) -> QuerySet[StoredResult]:
    """What lies in the cabinets of `centre`, what expires first at the top."""
    found = StoredResult.objects.filter(opened_at=None, taken_out_at=None, compartment__cabinet__centre=centre)
    return found.select_related("compartment__cabinet__centre", "delivery__case").order_by("expires_at", "pk")


def cabinets(centre: str) -> list[tuple[Cabinet, int, int]]:
    """Each cabinet with how many of its compartments are free, of how many."""
    taken = StoredResult.objects.filter(compartment=OuterRef("pk"), opened_at=None, taken_out_at=None)
    found = []
    for cabinet in Cabinet.objects.filter(centre=centre).order_by("number"):
        doors = Compartment.objects.filter(cabinet=cabinet)
        free = doors.filter(is_out_of_order=False).exclude(Exists(taken)).count()
        found.append((cabinet, free, doors.count()))
    return found


def centres_with_a_cabinet() -> frozenset[str]:
    """The codes of the centres that have one."""
    return frozenset(Cabinet.objects.values_list("centre_id", flat=True).distinct())


def has_cabinet(centre: str) -> bool:
    """Whether there is a cabinet at `centre`."""
    return Cabinet.objects.filter(centre=centre).exists()


def worries(centre: Centre, now: datetime) -> tuple[Counted, int]:
    """How many results nobody fetched in time, and how many parcels are lost or silent."""
    return count_unclaimed(centre, centre.day_of(now)), astray(centre.code, now).count()
