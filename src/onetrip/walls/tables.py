"""Which rows of which table a centre may see: the one place that says so. A test demands every model to stand here.

Each entry is the condition under which the database shows a row, and takes one. It stands on columns of the row itself, or on whether a
row that it hangs from is shown. A condition may only ask tables that come before it, so that no two ask each other.
"""

# ruff: noqa: S608 -- the SQL is composed of names out of our own list alone

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps

CENTRES = "(SELECT string_to_array(current_setting('onetrip.centres', true), ','))::text[]"
"""The codes of the centres of the scope; in a sub-select, so that it is worked out once for a statement, not for a row."""

EVERYWHERE = "(SELECT current_setting('onetrip.centres', true) = '*')"
DEPARTMENTS = "(SELECT string_to_array(current_setting('onetrip.departments', true), ','))::text[]"

Condition = Callable[[str], str]
"""Composes SQL for a row of the table whose name it is given."""


@dataclass(frozen=True)
class Wall:
    """A table behind the wall: its rows are shown to whoever sees every centre, and to whom one of `shown` holds for."""

    model: str
    shown: tuple[Condition, ...]

    @cached_property
    def name(self) -> str:
        """The table's name in the database."""
        return _name(self.model)

    @property
    def condition(self) -> str:
        """The whole condition in SQL, over a row of the table."""
        return " OR ".join([EVERYWHERE, *(one(self.name) for one in self.shown)])

    @property
    def own(self) -> list[str]:
        """The parts of the condition that stand on the row alone, the cheapest first."""
        return [EVERYWHERE, *(part for one in self.shown if "EXISTS" not in (part := one(self.name)))]

    @property
    def asked(self) -> str:
        """The parts that ask other tables; "" for none."""
        return " OR ".join(part for one in self.shown if "EXISTS" in (part := one(self.name)))


@dataclass(frozen=True)
class Open:
    """Tables that stay before the wall, and why."""

    models: tuple[str, ...]
    why: str


def _name(model: str) -> str:
    return str(apps.get_model(model)._meta.db_table)  # noqa: SLF001 -- Django's documented interface


def centre(*columns: str) -> Condition:
    """One of these columns names a centre of the scope."""
    return lambda table: " OR ".join(f"{table}.{column} = ANY ({CENTRES})" for column in columns)


def hangs_from(model: str, column: str) -> Condition:
    """The row that `column` points to is shown."""
    return lambda table: f"EXISTS (SELECT 1 FROM {_name(model)} up WHERE up.id = {table}.{column})"


def carries(model: str, *columns: str) -> Condition:
    """A row of `model` that points here by one of its `columns` is shown."""

    def compose(table: str) -> str:
        each = (f"EXISTS (SELECT 1 FROM {_name(model)} on_it WHERE on_it.{column} = {table}.id)" for column in columns)
        return " OR ".join(each)

    return compose


def _of_department(table: str) -> str:
    worked_at = f"coalesce({table}.accepting_centre_id, {table}.receiving_centre_id)"
    return (
        f"{table}.department <> '' AND ({table}.department || '@*' = ANY ({DEPARTMENTS})"
        f" OR {table}.department || '@' || {worked_at} = ANY ({DEPARTMENTS}))"
    )


def _at_machine(table: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {_name('centres.Device')} machine"
        f" WHERE machine.id = {table}.kiosk_id AND machine.centre_id = ANY ({CENTRES}))"
    )


def _shared(table: str) -> str:
    return f"{table}.shared_at IS NOT NULL"


CASE = "cases.Case"
AUTHORITY = "cases.Authority"
VISIT = "lobby.Visit"
SLIP = "advice.Slip"
CONSULTATION = "advice.Consultation"
RESIDENT = "people.Resident"
ERRAND = "kiosk.Errand"
APPOINTMENT = "appointments.Appointment"
NOTICE = "notices.Notice"

WALLS: tuple[Wall, ...] = (
    Wall("cases.HandOver", (centre("sender_id", "taker_id"),)),
    Wall("cases.HandOverLine", (hangs_from("cases.HandOver", "hand_over_id"),)),
    Wall(
        CASE,
        (
            centre("receiving_centre_id", "accepting_centre_id", "papers_at_id", "collect_at_id", "result_at_id"),
            _of_department,
            carries("cases.HandOverLine", "case_id"),  # in a parcel on its way here
        ),
    ),
    Wall("cases.Stop", (hangs_from(CASE, "case_id"),)),
    Wall("cases.Photograph", (hangs_from(CASE, "case_id"),)),
    Wall("retention.Hold", (hangs_from(CASE, "case_id"),)),
    Wall("cases.Gap", (hangs_from(CASE, "case_id"),)),
    # What was looked up for a case goes with it, to wherever its gap is followed up.
    Wall("licences.Lookup", (centre("centre"), carries("cases.Gap", "lookup_id"))),
    Wall("cases.Delivery", (hangs_from(CASE, "case_id"),)),
    Wall("cases.StoredResult", (hangs_from("cases.Delivery", "delivery_id"),)),
    Wall("cases.Parcel", (centre("centre_id"), hangs_from("cases.Delivery", "delivery_id"))),
    Wall("cases.Track", (hangs_from("cases.Parcel", "parcel_id"),)),
    Wall("departments.Taking", (hangs_from(CASE, "case_id"),)),
    Wall("departments.Result", (hangs_from(CASE, "case_id"),)),
    Wall("departments.ResultFile", (hangs_from(CASE, "case_id"),)),
    # What a system was answered is asked for again by that system alone, whatever it may see.
    Wall("departments.Answer", ()),
    # At the machine where its person goes on with it, an errand is seen with all that it stands on.
    Wall(ERRAND, (centre("centre_id"), _at_machine)),
    Wall("kiosk.Picture", (hangs_from(ERRAND, "errand_id"),)),
    Wall("kiosk.HandOver", (hangs_from(ERRAND, "errand_id"),)),
    Wall("kiosk.Stay", (centre("centre_id"),)),
    Wall("cases.Receipt", (centre("centre_id"), carries(CASE, "receipt_id"), carries(ERRAND, "receipt_id"))),
    Wall("cases.CaseCounter", (centre("centre_id"),)),
    Wall(VISIT, (centre("centre_id"), carries(CASE, "visit_id"), carries("cases.Receipt", "visit_id"))),
    # Registered at one centre and honoured at every window: a case that was accepted on it tells of it wherever that is seen.
    Wall(AUTHORITY, (centre("centre_id"), carries(CASE, "authority_id"), hangs_from(VISIT, "visit_id"))),
    Wall("cases.MissingNotice", (centre("centre_id"), hangs_from(VISIT, "visit_id"))),
    Wall(
        "cases.Record",
        (
            centre("centre_id"),
            hangs_from(CASE, "case_id"),
            hangs_from("cases.Receipt", "receipt_id"),
            hangs_from("cases.MissingNotice", "notice_id"),
            carries(ERRAND, "refusal_id"),
        ),
    ),
    Wall("cases.RecordPrint", (hangs_from("cases.Record", "record_id"),)),
    Wall("lobby.Ticket", (centre("centre_id"), hangs_from(VISIT, "visit_id"))),
    Wall("lobby.TicketCounter", (centre("centre_id"),)),
    Wall("lobby.TidalAlert", (centre("centre_id"),)),
    Wall("ratings.Invitation", (centre("centre_id"), hangs_from(VISIT, "visit_id"))),
    Wall("ratings.Rating", (centre("centre_id"), hangs_from("ratings.Invitation", "invitation_id"))),
    Wall("ratings.BrokenPromise", (centre("centre_id"), hangs_from(VISIT, "visit_id"))),
    Wall("ratings.Rectification", (centre("centre_id"),)),
    Wall("ratings.Complaint", (centre("centre_id"),)),
    Wall(
        CONSULTATION,
        (centre("centre_id"), carries(ERRAND, "consultation_id"), carries("kiosk.Stay", "consultation_id")),
    ),
    Wall(APPOINTMENT, (centre("centre_id"),)),
    # A slip is honoured at any window: once it was brought here, or is renewed here, it is seen here.
    Wall(
        SLIP,
        (
            centre("centre_id"),
            carries(VISIT, "slip_id"),
            carries(CASE, "slip_id"),
            carries(ERRAND, "slip_id"),
            carries("kiosk.Stay", "slip_id"),
            carries(APPOINTMENT, "slip_id"),
            carries(CONSULTATION, "renews_id"),
        ),
    ),
    Wall("advice.SlipCounter", (centre("centre_id"),)),
    Wall("appointments.BookingCounter", (centre("centre_id"),)),
    Wall("appointments.Message", (hangs_from(APPOINTMENT, "appointment_id"),)),
    Wall("appointments.Attempt", (hangs_from("appointments.Message", "message_id"),)),
    Wall("devices.PrintJob", (centre("centre_id"),)),
    Wall(NOTICE, (centre("centre_id"), hangs_from(CASE, "about_id"))),
    Wall("notices.NoticeTry", (hangs_from(NOTICE, "notice_id"),)),
    # A resident belongs to no centre: one is seen where something of theirs is.
    Wall(
        RESIDENT,
        (
            carries(CASE, "resident_id", "proxy_id"),
            carries(VISIT, "resident_id", "proxy_id"),
            carries(AUTHORITY, "principal_id", "agent_id"),
            carries(CONSULTATION, "resident_id"),
            carries(SLIP, "resident_id"),
            carries(ERRAND, "resident_id", "proxy_id"),
            carries(APPOINTMENT, "resident_id"),
            carries(NOTICE, "resident_id"),
        ),
    ),
    Wall("people.Consent", (centre("centre"), hangs_from(RESIDENT, "resident_id"))),
    Wall("people.IdentityView", (centre("centre"), hangs_from(RESIDENT, "resident_id"))),
    # Asked for at one centre, and told at every other where the same resident comes to ask.
    Wall("retention.Erasure", (centre("centre_id"), hangs_from(RESIDENT, "resident_id"))),
    # Read by the cookie that names it, before anything else; no page of staff asks for it.
    Wall("signin.ResidentSession", ()),
    # Somebody who moves takes their training along: what it rests on is seen where they are trained now (`training.Path`).
    Wall("training.Plan", (centre("centre_id"),)),
    Wall("training.Path", (centre("centre_id"),)),
    Wall("training.Quiz", (centre("centre_id"), carries("training.Path", "quiz_id"))),
    Wall("training.QuizItem", (hangs_from("training.Quiz", "quiz_id"),)),
    Wall("training.FollowUp", (hangs_from("training.Path", "path_id"),)),
    Wall("training.Oral", (centre("centre_id"),)),
    Wall("training.Teaching", (centre("centre_id"),)),
    Wall("training.CourseNote", (centre("centre_id"),)),
    Wall("training.CourseEdition", (hangs_from("training.CourseNote", "note_id"),)),
    Wall("days.Round", (centre("centre_id"),)),
    Wall("days.RoundFinding", (hangs_from("days.Round", "round_id"),)),
    Wall("days.DayAccount", (centre("centre_id"),)),
    # Once the catalogue's editor has taken an answer up, every centre reads it; it holds nobody's name or number.
    Wall("knowledge.Answer", (centre("centre_id"), _shared)),
    Wall("knowledge.AnswerVersion", (hangs_from("knowledge.Answer", "answer_id"),)),
    Wall("knowledge.Question", (centre("centre_id"),)),
    Wall("knowledge.Given", (centre("centre_id"),)),
    *(
        Wall(f"duty.{name}", (centre("centre_id"),))
        for name in (
            "ShiftPattern",
            "Contract",
            "Wish",
            "Leave",
            "Roster",
            "RosterDay",
            "Assignment",
            "Swap",
            "Attendance",
            "Break",
            "Overtime",
        )
    ),
    Wall("duty.RosterSeen", (hangs_from("duty.Roster", "roster_id"),)),
    Wall("drilling.Drill", (centre("centre_id"),)),
    Wall("drilling.DrillTask", (hangs_from("drilling.Drill", "drill_id"),)),
    Wall("appraisal.ModelVersion", (centre("centre_id"),)),
    Wall("appraisal.Coefficient", (centre("centre_id"),)),
    Wall("appraisal.FrozenMonth", (centre("centre_id"),)),
    Wall("appraisal.Objection", (centre("centre_id"),)),
    Wall("appraisal.Spared", (centre("centre_id"),)),
    Wall("appraisal.Signature", (hangs_from("appraisal.FrozenMonth", "frozen_id"),)),
    Wall("appraisal.Look", (centre("centre_id"),)),
    Wall("rehearsal.KeptPlan", (centre("centre_id"),)),
)
"""The tables behind the wall, each after those that its condition asks."""

OPENED: tuple[Open, ...] = (
    Open(
        ("contenttypes.ContentType", "auth.Permission", "auth.Group", "ledger.RequestKey"),
        "of the house itself, and of no centre",
    ),
    Open(
        (
            "staff.Account",
            "staff.Grant",
            "staff.Qualification",
            "staff.Enrolment",
            "staff.Session",
            "signin.FactorRule",
            "signin.Factor",
            "signin.PendingSignIn",
            "signin.Challenge",
            "signin.StaffIdentity",
            "signin.IdentityRequest",
        ),
        "read before it is known for which centre somebody acts",
    ),
    Open(
        (
            "centres.Centre",
            "centres.OpeningHours",
            "centres.Hall",
            "centres.Window",
            "centres.Device",
            "centres.Duty",
            "centres.ChangedDay",
            "centres.ChangedStretch",
            "centres.CalendarYear",
            "centres.CalendarDay",
            "cases.Cabinet",
            "cases.Compartment",
        ),
        "what everybody may know of a centre; who works at which window stands on the display",
    ),
    Open(
        (
            "catalogue.CatalogueVersion",
            "catalogue.Draft",
            "catalogue.DraftFile",
            "catalogue.Meaning",
            "catalogue.Finding",
        ),
        "the matters are the same in the whole city",
    ),
    Open(
        (
            "lobby.PriorityWeight",
            "lobby.DisplayLayout",
            "lobby.LearnedWaits",
            "appointments.Rules",
            "appointments.Service",
            "appointments.BookingDay",
            "appointments.SaidQuota",
            "advice.AskingPrior",
            "notices.Rules",
            "training.Rules",
            "training.PracticeTerms",
        ),
        "how a centre works, and nobody's data",
    ),
    Open(
        ("training.PracticeCard", "training.PracticeReview", "training.Studied"),
        "what somebody has learnt goes with them to every centre; pages ask by the account that is signed in, and count for others",
    ),
    Open(("training.RuleChange", "training.FollowedVersion"), "the matters are the same in the whole city"),
    Open(("advice.LookupBrake", "ledger.Brake"), "counts of wrong tries, by keyed hash"),
    Open(
        ("licences.StoreGate", "licences.StoreMinute", "operation.ClockTask"),
        "how the store of licences answers and how the clock goes, for the whole house",
    ),
    Open(
        tuple(
            f"departments.{name}"
            for name in ("System", "SystemKey", "Nonce", "Horizon", "Change", "Subscription", "Delivery")
        ),
        "systems of departments work for several centres, and a change is told in the order of the whole house; they hold "
        "numbers of cases, and no person",
    ),
    Open(
        ("devices.Station", "devices.Part", "devices.Screen"),
        "machines; a bridge shows its key before its centre is known",
    ),
    Open(
        ("ledger.Event", "ledger.Seal"),
        "the record of everything: it holds no personal data, and figures, displays and seals read it across centres",
    ),
    Open(
        tuple(
            f"nodes.{name}"
            for name in (
                "Here",
                "Node",
                "NodeKey",
                "Call",
                "Line",
                "Outgoing",
                "Alias",
                "Holding",
                "Withheld",
                "Conflict",
            )
        ),
        "the line between city and centres",
    ),
)
