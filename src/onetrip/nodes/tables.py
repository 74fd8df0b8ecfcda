"""Which tables cross the line, in which direction, and whose each row is: the one place that says so.

A test fails when a model of the house stands in no list, so that nobody adds a table without deciding.
The order is that of foreign keys: a table comes after those that its rows point to.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model

ALL = "*"
"""For every centre node."""
CITY = "city"
"""The name by which the city is addressed and told apart from centres, whose codes are capital letters."""


class Way(StrEnum):
    """Who writes a table, and who is told."""

    DOWN = "down"
    """The city writes; centre nodes are told and write none of it."""
    UP = "up"
    """The centre of a row writes it; the city is told of everything, the centre of what the city may add."""
    ONCE = "once"
    """Each side writes its own; a node begins with what the city has of its centre."""
    HERE = "here"
    """Never leaves the database it was written in."""


@dataclass(frozen=True)
class Table:
    """A model and how it crosses the line.

    `centre`: SQL over a row called `r` that gives the code of the centre the row belongs to ("*" for every centre; NULL:
    of no centre). `local`: columns that each side keeps for itself. `city_may`: what the city may do to rows of a centre
    that has a node: "I" new rows, "U" changes. `of_everybody`: columns that any centre may change of a row that is not its
    own; `fixed`: those that nobody changes; `private`: those that somebody may wipe. `foreign`: SQL over `r` that says which new rows a centre may write of another one, or of none. `is_final`: rows that never
    change. `why`: for what stays HERE.
    """

    model: str
    way: Way
    centre: str = "NULL"
    local: tuple[str, ...] = ()
    city_may: str = ""
    of_everybody: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    foreign: str = ""
    is_final: bool = False
    why: str = ""

    @cached_property
    def the_model(self) -> type[Model]:
        return apps.get_model(self.model)

    @cached_property
    def name(self) -> str:
        """The table's name in the database."""
        return self.the_model._meta.db_table  # noqa: SLF001 -- Django's documented interface

    @cached_property
    def key(self) -> str:
        """The column of its primary key."""
        pk = self.the_model._meta.pk  # noqa: SLF001 -- Django's documented interface
        if pk is None or pk.column is None:
            raise ValueError(f"{self.model} has no primary key of one column")
        return str(pk.column)

    @cached_property
    def points_to(self) -> dict[str, str]:
        """Column → table, for every foreign key to a table's primary key."""
        fields = self.the_model._meta.concrete_fields  # noqa: SLF001 -- Django's documented interface
        return {
            str(field.column): field.target_field.model._meta.db_table  # noqa: SLF001 -- as above
            for field in fields
            if isinstance(field, ForeignKey) and field.target_field.primary_key
        }


def _down(model: str, centre: str = f"'{ALL}'", **more: Any) -> Table:
    return Table(model, Way.DOWN, centre, **more)


def _up(model: str, centre: str = "r.centre_id", **more: Any) -> Table:
    return Table(model, Way.UP, centre, **more)


def _here(model: str, why: str) -> Table:
    return Table(model, Way.HERE, why=why)


_SAID = ("facts", "wanted", "heard", "skipped", "asked", "held", "lacking", "resident_id")

# Whoever meets a resident may hear these of them.
_TOLD_ANYWHERE = ("name", "telephone", "email", "app_account", "language", "notice_way")

TABLES: tuple[Table, ...] = (
    # The city's: where the centres are, who works in them, what the rules say.
    _down("centres.Centre"),
    _down("staff.Account", "ACCOUNT", local=("last_login", "failed_sign_ins")),
    _down("staff.Grant", "r.centre"),
    Table("staff.Qualification", Way.ONCE),
    Table("staff.Enrolment", Way.ONCE),
    _down("signin.FactorRule", "r.centre"),
    _down("centres.OpeningHours", "r.centre_id"),
    _down("centres.Hall", "r.centre_id"),
    _down("centres.Window", "r.centre_id"),
    _down("centres.Device", "r.centre_id"),
    _down("centres.CalendarYear"),
    _down("centres.CalendarDay"),
    _down("catalogue.CatalogueVersion"),
    # The centre's: everything that happens in its hall.
    _up("people.Resident", "NULL", of_everybody=_TOLD_ANYWHERE, fixed=("number", "number_hash")),
    _up("people.Consent", "r.centre", city_may="U"),
    _up("people.IdentityView", "r.centre", is_final=True),
    _up("centres.Duty", "(SELECT w.centre_id FROM centres_window w WHERE w.id = r.window_id)"),
    _up("centres.ChangedDay"),
    _up("centres.ChangedStretch", "(SELECT d.centre_id FROM centres_changedday d WHERE d.id = r.changed_id)"),
    _up("advice.SlipCounter"),
    _up("advice.Consultation", private=_SAID),
    _up("advice.Slip", city_may="U", of_everybody=("state",)),  # it is honoured at any window
    _up("notices.Rules"),
    _up("appointments.Rules"),
    _up("appointments.Service"),
    _up("appointments.BookingDay"),
    _up("appointments.SaidQuota", "(SELECT s.centre_id FROM appointments_service s WHERE s.id = r.service_id)"),
    _up("appointments.BookingCounter"),
    _up("appointments.Appointment", private=("contact", "contact_hash")),
    _up("lobby.PriorityWeight"),
    _up("lobby.DisplayLayout"),
    _up("lobby.TicketCounter"),
    _up("lobby.Visit"),
    _up("lobby.Ticket"),
    _up("lobby.TidalAlert"),
    _up("ratings.Invitation"),
    _up("ratings.Rating", city_may="I"),
    _up("ratings.BrokenPromise"),
    _up("ratings.Complaint", city_may="I"),
    _up("ratings.Rectification", city_may="IU"),
    _up("cases.CaseCounter"),
    _up("cases.Receipt"),
    # Whoever gave a letter takes it back at whichever centre they are.
    _up("cases.Authority", city_may="U"),
    _up("cases.Case", "r.receiving_centre_id", city_may="U"),
    _up("cases.Stop", "(SELECT c.receiving_centre_id FROM cases_case c WHERE c.id = r.case_id)"),
    # The look-up itself stays where it was promised: the city only sees that the paper is awaited.
    _up("cases.Gap", "(SELECT c.receiving_centre_id FROM cases_case c WHERE c.id = r.case_id)", local=("lookup_id",)),
    _up("cases.HandOver", "r.sender_id", city_may="U"),
    _up("cases.HandOverLine", "(SELECT h.sender_id FROM cases_handover h WHERE h.id = r.hand_over_id)", city_may="U"),
    _up(
        "cases.Delivery",
        "(SELECT c.receiving_centre_id FROM cases_case c WHERE c.id = r.case_id)",
        city_may="IU",
        private=("address",),
    ),
    _up("cases.MissingNotice"),
    # A department decides at the city: it adds the word, and changes none.
    _up(
        "cases.Record",
        "coalesce((SELECT c.receiving_centre_id FROM cases_case c WHERE c.id = r.case_id), r.centre_id)",
        city_may="I",
        is_final=True,
    ),
    _up(
        "cases.RecordPrint",
        "(SELECT coalesce(c.receiving_centre_id, d.centre_id) FROM cases_record d LEFT JOIN cases_case c ON c.id = d.case_id"
        " WHERE d.id = r.record_id)",
        city_may="I",
        is_final=True,
    ),
    _up("kiosk.Errand", private=("form", "papers", "words", "resident_id", "proxy_id")),
    _up("days.Round"),
    _up("days.RoundFinding", "(SELECT o.centre_id FROM days_round o WHERE o.id = r.round_id)"),
    _up("days.DayAccount"),
    _up("catalogue.Finding", "r.centre", city_may="U", local=("draft_id",)),
    # A centre whose answers another one reads has an event of it; a backup is of no centre.
    _up("ledger.Event", "r.centre", city_may="I", foreign="r.verb = 'answers-read' OR r.centre = ''", is_final=True),
    _up("ledger.Seal", "r.centre", is_final=True),
    # Found at the city, told to both centres.
    _down("nodes.Conflict", "CONFLICT"),
    # What stays.
    _here("ledger.RequestKey", "the key of a request belongs to the server that the browser talks to"),
    _here("catalogue.Draft", "the catalogue is edited at the city"),
    _here("catalogue.DraftFile", "the catalogue is edited at the city"),
    _here("training.PracticeCard", "practice is remembered where somebody practises"),
    _here("training.PracticeReview", "practice is remembered where somebody practises"),
    _here("training.Studied", "practice is remembered where somebody practises"),
    _here("training.PracticeTerms", "practice is remembered where somebody practises"),
    _here("training.RuleChange", "found anew from the catalogue"),
    _here("training.FollowedVersion", "found anew from the catalogue"),
    _here("training.CourseNote", "its pictures do not cross the line"),
    _here("training.CourseEdition", "its pictures do not cross the line"),
    _here("catalogue.Meaning", "a store of work done, made again from the catalogue"),
    _here("advice.AskingPrior", "learnt by each node from what it has"),
    _here("advice.LookupBrake", "wrong tries are counted where they are made"),
    _here("ledger.Brake", "wrong tries are counted where they are made"),
    _here("staff.Session", "somebody is signed in at the house that their browser talks to"),
    _here("signin.Factor", "a passkey is bound to the name of the house it was made at; so is what stands beside it"),
    *(_here(f"signin.{name}", "a sign-in under way") for name in ("PendingSignIn", "Challenge", "IdentityRequest")),
    *(
        _here(f"signin.{name}", "belongs to the house that was signed in to")
        for name in ("StaffIdentity", "ResidentSession")
    ),
    *(_here(f"appointments.{name}", "messages go out where the booking was made") for name in ("Message", "Attempt")),
    *(_here(f"notices.{name}", "a message goes out where the change was made") for name in ("Notice", "NoticeTry")),
    *(
        _here(f"devices.{name}", "the machines of a hall speak to its own house")
        for name in ("Station", "Part", "PrintJob", "Screen")
    ),
    *(
        _here(f"cases.{name}", "a cabinet stands in its own hall, a carrier speaks to the house that ordered")
        for name in ("Cabinet", "Compartment", "StoredResult", "Parcel", "Track")
    ),
    *(_here(f"retention.{name}", "each house lets go of what it keeps itself") for name in ("Hold", "Erasure")),
    *(
        _here(f"duty.{name}", "a hall plans its own people, and its figures are asked where it stands")
        for name in (
            "ShiftPattern",
            "Contract",
            "Wish",
            "Leave",
            "Roster",
            "RosterDay",
            "Assignment",
            "RosterSeen",
            "Swap",
            "Attendance",
            "Break",
            "Overtime",
        )
    ),
    *(_here(f"drilling.{name}", "a hall drills for itself") for name in ("Drill", "DrillTask")),
    _here("cases.Photograph", "pictures are files of the hall they were taken in"),
    *(
        _here(f"licences.{name}", "each house asks the store of licences itself, and keeps its own record of it")
        for name in ("Lookup", "StoreGate", "StoreMinute")
    ),
    *(
        _here(f"knowledge.{name}", "asked and answered in the hall; what the editor takes up goes as a finding")
        for name in ("Answer", "AnswerVersion", "Question", "Given")
    ),
    *(
        _here(
            f"appraisal.{name}", "the sheets of a centre's people are for themselves and their director, and stay there"
        )
        for name in ("ModelVersion", "Coefficient", "FrozenMonth", "Objection", "Spared", "Signature", "Look")
    ),
    _here("rehearsal.KeptPlan", "a hall rehearses its own days, from its own record"),
    _here("operation.ClockTask", "each house has a clock of its own"),
    _here("lobby.LearnedWaits", "learnt by each node from what it has"),
    *(
        _here(f"kiosk.{name}", "lies at the machine; pictures are files of the hall")
        for name in ("Stay", "Picture", "HandOver")
    ),
    *(
        _here(f"departments.{name}", "the systems of departments call the city")
        for name in (
            "System",
            "SystemKey",
            "Nonce",
            "Answer",
            "Taking",
            "Change",
            "Horizon",
            "Subscription",
            "Delivery",
        )
    ),
    *(_here(f"departments.{name}", "sent to the city; files stay where they lie") for name in ("Result", "ResultFile")),
    *(_here(f"nodes.{name}", "the line itself") for name in ("Here", "Node", "NodeKey", "Call", "Line", "Outgoing")),
    *(_here(f"nodes.{name}", "the line itself") for name in ("Alias", "Holding", "Withheld")),
    *(
        _here(f"training.{name}", "people are trained where they work; what they are qualified for stands in staff")
        for name in ("Rules", "Plan", "Quiz", "QuizItem", "Path", "FollowUp", "Oral", "Teaching")
    ),
    _here("contenttypes.ContentType", "Django's own, made by migrations"),
    _here("auth.Permission", "Django's own, made by migrations; nothing here uses it"),
    _here("auth.Group", "Django's own; nothing here uses it"),
)


@lru_cache(maxsize=1)
def by_name() -> dict[str, Table]:
    """The tables that cross the line, by their name in the database."""
    return {table.name: table for table in TABLES if table.way is not Way.HERE}
