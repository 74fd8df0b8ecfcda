"""A request at the door, from a page or from a program: who comes, whether a person or a machine asks, where paper comes out."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.http import HttpRequest

from onetrip.advice import queries as advice
from onetrip.appointments import queries as bookings
from onetrip.appointments.visitors import open_booking
from onetrip.centres.queries import settled
from onetrip.devices import queries as devices
from onetrip.devices.models import Station
from onetrip.devices.queries import Printer
from onetrip.ledger.addresses import public_origin
from onetrip.ledger.refusals import Malformed
from onetrip.lobby.actions import Comer, OnPaper
from onetrip.lobby.scanning import Kind, read_scan
from onetrip.people.actions import know
from onetrip.people.identity import read_number
from onetrip.people.personal_code import read_code
from onetrip.staff.access import account_of, centre_of
from onetrip.staff.permissions import Permission


def is_staff(request: HttpRequest) -> bool:
    """Whether a person works here, not a machine: they get the page for a desk, and may do what needs a person."""
    return account_of(request).may(Permission.CONSULT_AT_DESK, centre_of(request))


def read_comer(request: HttpRequest, raw: str, now: datetime, *, last_four: str = "") -> Comer:
    """Who has come, from what was scanned, read from a card or typed; "" is nobody's data at all.

    `last_four`: of the ID number, which a slip number needs at a machine. Raises NotFound and Malformed.
    """
    if not raw:
        return Comer()
    scanned = read_scan(raw)
    match scanned.kind:
        case Kind.SLIP_TOKEN:
            return Comer(slip_id=advice.slip_by_token(scanned.value).pk)
        case Kind.SLIP_NUMBER:
            return Comer(slip_id=_slip_by_number(request, scanned.value, last_four, now))
        case Kind.TICKET:
            return Comer(ticket_id=uuid.UUID(scanned.value))
        case Kind.BOOKING_TOKEN:
            return Comer(booking_id=open_booking(request, scanned.value).pk)
        case Kind.BOOKING_NUMBER:
            return Comer(booking_id=_booking_by_number(request, scanned.value))
        case Kind.PERSONAL:
            return Comer(resident_id=read_code(scanned.value, now))
        case Kind.ERRAND_TOKEN:
            raise Malformed(
                "errand-receipt-here",
                "这是自助回执。要打印，请到自助机上扫；要去窗口，放身份证或直接取号。",
                "That is a receipt of a kiosk. To print, scan it at a kiosk; for a window, lay down the ID card or just "
                "draw a number.",
                field="scan",
            )
        case Kind.ID_NUMBER:
            return Comer(resident_id=resident_of(request, scanned.value, now))


def resident_of(request: HttpRequest, id_number: str, now: datetime) -> uuid.UUID:
    """The resident with this ID number, known from now on. Raises Malformed."""
    day = settled(centre_of(request)).centre.day_of(now)
    return know(identity=read_number(id_number, day=day), now=now).pk


def own_printer(request: HttpRequest, now: datetime) -> Printer | None:
    """The printer of the machine that this request comes from; for staff that of the front desk. None: there is none,
    and the browser prints."""
    account, centre = account_of(request), centre_of(request)
    station = devices.station_of_account(account)
    if station is not None:
        return devices.printer_at(centre, station.kind, station.number, now)
    if getattr(account, "device", None) is not None:
        return None
    return devices.printer_at(centre, Station.Kind.DESK, 1, now)


def on_paper(request: HttpRequest, printer: Printer) -> OnPaper:
    """A paper from this printer, in the language of the page."""
    language: str = getattr(request, "language", "zh")
    return OnPaper(printer, public_origin(request), language)


def paper_at_machine(request: HttpRequest, now: datetime) -> OnPaper | None:
    """Where a number drawn by this request is put out: at a machine with a printer. Staff tell it, or print it after."""
    printer = None if is_staff(request) else own_printer(request, now)
    return on_paper(request, printer) if printer is not None else None


def _booking_by_number(request: HttpRequest, number: str) -> uuid.UUID:
    """Staff say the number alone; at the machine anybody could say any, so there it takes the code."""
    if not is_staff(request):
        raise Malformed(
            "booking-code-needed",
            "在机器上请扫预约的方块码。没有码，把预约号告诉导办，帮您取号。",
            "At the machine please scan the square code of the booking. Without it tell the guide the number.",
            field="scan",
        )
    return bookings.by_number(number, centre_of(request)).pk


def _slip_by_number(request: HttpRequest, number: str, last_four: str, now: datetime) -> uuid.UUID:
    """Staff say the number alone; at the machine it takes the last four characters too, or anybody could try numbers."""
    if is_staff(request):
        return advice.slip_by_number(centre=centre_of(request), number=number).pk
    if not last_four:
        raise Malformed(
            "last-four-missing",
            "再输身份证号的后四位，就能认出这张小贴士。扫方块码的不用输。",
            "Please also give the last four characters of the ID number. Whoever scans the code need not.",
            field="last_four",
        )
    return advice.find_slip(number=number, last_four=last_four, now=now).pk
