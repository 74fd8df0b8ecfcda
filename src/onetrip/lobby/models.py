from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from onetrip.advice.models import Slip
from onetrip.centres.models import Centre, Window
from onetrip.people.models import Resident
from onetrip.rules import Text


class Relation(models.TextChoices):
    """What whoever comes is to the person whose matter it is."""

    AGENT = "agent", "受托人 authorised agent"
    GUARDIAN = "guardian", "监护人 guardian"
    RELATIVE = "relative", "近亲属 close relative"
    REPRESENTATIVE = "representative", "其他法定代理人 other legal representative"


class Visit(models.Model):
    """Someone in the hall, from the door until done; the unit of the one-trip rate. At a kiosk, from the first touch on.

    Two persons, never one: `resident` is whose matter it is (None: not known), `proxy` who came for them (None: they came
    themselves, or nobody has said who came), and `relation` what the one is to the other.
    `wanted` holds the matters they came for: those on the slip, and those asked for at a window; `accepted` the ones
    that were accepted. `outcome` follows from the two when they go, see `onetrip.lobby.outcome`; empty while they are here.
    """

    class Channel(models.TextChoices):
        HALL = "hall", "大厅 hall"
        KIOSK = "kiosk", "自助机 kiosk"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.HALL, db_default=Channel.HALL)
    day = models.DateField()
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, related_name="visits")
    proxy = models.ForeignKey(
        Resident, on_delete=models.PROTECT, null=True, related_name="visits_for_others", db_index=False
    )
    relation = models.CharField(max_length=16, choices=Relation.choices, blank=True, default="", db_default="")
    slip = models.ForeignKey(Slip, on_delete=models.PROTECT, null=True, related_name="visits")
    wanted = models.JSONField(default=list)
    accepted = models.JSONField(default=list)
    arrived_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=["hall", "kiosk"]), name="visit_channel_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "all", "part", "none", "left"]), name="visit_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, outcome="") | (Q(finished_at__isnull=False) & ~Q(outcome="")),
                name="visit_finished_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(proxy=None) | Q(resident=None) | ~Q(proxy=F("resident")), name="visit_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(proxy=None, relation="")
                | Q(proxy__isnull=False, relation__in=["agent", "guardian", "relative", "representative"]),
                name="visit_proxy_has_relation",
            ),
            # In each centre: whoever goes to another one leaves the number behind, see `actions.ending.leave_elsewhere`.
            models.UniqueConstraint(
                fields=["centre", "slip", "day"], condition=Q(finished_at=None), name="visit_one_open_per_slip"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "day"], name="visit_centre_day"),
            models.Index(fields=["proxy"], name="visit_proxy"),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.arrived_at:%F %R}"


class TicketCounter(models.Model):
    """The last ticket number given in a centre on a day under a prefix.

    `last_at` only grows: when the clock is set back, whoever comes then still stands behind those who came before.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    prefix = models.CharField(max_length=2)
    last = models.PositiveIntegerField()
    last_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "day", "prefix"], name="ticket_counter_once")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.day} {self.prefix}{self.last}"


class Ticket(models.Model):
    """A number in the hall; it stays the same through every hold, redirect and transfer.

    `queue_at` orders the queue: `waits_since` (drawn, or back after a missed call), made earlier by `credit_minutes` or a
    booking, see `lobby.choosing.place_in_line`. The minutes are those in force when the priority was given.
    `appointment_at` is the half hour that was booked, `counts_since` since when who booked it counts as waiting; once a call
    was missed, it counts no more.
    `category`: asked for, where no matter is known yet. `for_window`: waits for that one. `sent_*`: from which window, why
    and in which words a colleague sent or parked it; kept until the visit is over, so that the next one can read it.
    `called_at` is when the window called it, `announced_at` when that was last said aloud: called again, it comes to the
    front of the displays, and nobody has waited longer. `first_called_at` is the end of the wait that was told.
    Where a printer puts the number out, the paper is part of issuing it: until it is there (`paper`), or somebody has
    the number another way, the ticket is unissued, stands in no queue, and nobody is called by it.
    The id opens the resident's waiting page, so it is random.
    """

    class State(models.TextChoices):
        UNISSUED = "unissued", "还没拿到号 not handed over"
        WAITING = "waiting", "等候 waiting"
        CALLED = "called", "已叫 called"
        SERVING = "serving", "在办 being served"
        DONE = "done", "办完 done"
        MISSED = "missed", "过号 missed"
        LEFT = "left", "离开 left"
        HELD = "held", "挂起 on hold"

    class Paper(models.TextChoices):
        NONE = "none", "没有纸 none"
        PRINTING = "printing", "在印 printing"
        PRINTED = "printed", "印好了 printed"
        FAILED = "failed", "没印出来 failed"
        UNSURE = "unsure", "可能印出来了 perhaps printed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="ticket")
    day = models.DateField()
    prefix = models.CharField(max_length=2)
    serial = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    paper = models.CharField(max_length=8, choices=Paper.choices, default=Paper.NONE, db_default=Paper.NONE)
    reason = models.CharField(max_length=20, blank=True, help_text="why it is called earlier: elder, disabled, …")
    drawn_at = models.DateTimeField()
    waits_since = models.DateTimeField()
    credit_minutes = models.PositiveSmallIntegerField(default=0, db_default=0)
    appointment = models.UUIDField(null=True, help_text="the booking it was checked in with, of the appointments room")
    appointment_at = models.DateTimeField(null=True)
    counts_since = models.DateTimeField(null=True)
    queue_at = models.DateTimeField()
    estimate_minutes = models.PositiveSmallIntegerField(null=True, help_text="the wait told when it was drawn")
    soonest_minutes = models.PositiveSmallIntegerField(null=True, help_text="the range told with it: from")
    latest_minutes = models.PositiveSmallIntegerField(null=True, help_text="to")
    told_from = models.DateTimeField(
        null=True, help_text="version of what the wait was told from; null: the day's rule"
    )
    window = models.ForeignKey(Window, on_delete=models.PROTECT, null=True, related_name="tickets")
    served_by = models.ForeignKey("staff.Account", on_delete=models.PROTECT, null=True, related_name="+")
    category = models.CharField(max_length=40, blank=True, default="", db_default="")
    for_window = models.ForeignKey(Window, on_delete=models.PROTECT, null=True, related_name="+")
    sent_from = models.PositiveSmallIntegerField(null=True)
    sent_why = models.CharField(max_length=20, blank=True, default="", db_default="")
    sent_words = models.CharField(max_length=120, blank=True, default="", db_default="")
    calls = models.PositiveSmallIntegerField(default=0)
    first_called_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "day", "prefix", "serial"], name="ticket_number_once"),
            models.UniqueConstraint(
                fields=["window"], condition=Q(state__in=["called", "serving"]), name="ticket_one_open_per_window"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["unissued", "waiting", "called", "serving", "done", "missed", "left", "held"]),
                name="ticket_state_known",
            ),
            models.CheckConstraint(
                condition=Q(paper__in=["none", "printing", "printed", "failed", "unsure"]), name="ticket_paper_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="unissued") | Q(paper__in=["printing", "failed"]), name="ticket_unissued_lacks_paper"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["called", "serving"]) | Q(window__isnull=False), name="ticket_open_has_window"
            ),
            models.CheckConstraint(condition=Q(queue_at__lte=F("waits_since")), name="ticket_never_set_back"),
            models.CheckConstraint(
                condition=Q(counts_since=None) | Q(appointment_at__isnull=False, queue_at__lte=F("counts_since")),
                name="ticket_counts_since_booked",
            ),
            models.CheckConstraint(condition=Q(credit_minutes__lte=60), name="ticket_credit_never_absolute"),
            models.CheckConstraint(
                condition=Q(for_window__isnull=True) | Q(state="waiting"), name="ticket_for_window_waits"
            ),
            models.CheckConstraint(
                condition=Q(soonest_minutes=None, latest_minutes=None)
                | Q(
                    estimate_minutes__isnull=False,
                    soonest_minutes__isnull=False,
                    latest_minutes__isnull=False,
                    soonest_minutes__lte=F("estimate_minutes"),
                    latest_minutes__gte=F("estimate_minutes"),
                ),
                name="ticket_told_within_range",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "queue_at", "serial"], condition=Q(state="waiting"), name="ticket_waiting"),
            models.Index(fields=["centre", "day", "announced_at"], name="ticket_announced"),
            models.Index(fields=["centre", "day"], condition=Q(state="unissued"), name="ticket_unissued"),
            models.Index(fields=["centre", "day"], condition=~Q(state__in=["done", "left"]), name="ticket_open"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """A087: what is printed, shown and spoken."""
        return number_of(self.prefix, self.serial)


class PriorityWeight(models.Model):
    """How many minutes a priority counts in a centre; the newest version counts, earlier ones stay for the record."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    code = models.CharField(max_length=20)
    minutes = models.PositiveSmallIntegerField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "version", "code"], name="priority_weight_once"),
            models.CheckConstraint(condition=Q(minutes__lte=60), name="priority_weight_never_absolute"),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.code} {self.minutes}"


class TidalAlert(models.Model):
    """The wait told at the door went over the centre's line, or people stood in line while no window called, from
    `began_at` until `cleared_at`.

    `asked_account` is who was asked to open `asked_window`, by whom and when; `opened_at` when that window called.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True, help_text="the wait predicted then; null: no window called")
    waiting = models.PositiveIntegerField()
    threshold_minutes = models.PositiveSmallIntegerField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=80, blank=True)
    asked_window = models.ForeignKey(Window, on_delete=models.PROTECT, null=True, related_name="+")
    asked_account = models.ForeignKey("staff.Account", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    asked_by = models.CharField(max_length=80, blank=True)
    opened_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre"], condition=Q(cleared_at=None), name="tidal_one_open_per_centre"),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True, seen_by="") | Q(seen_at__isnull=False) & ~Q(seen_by=""),
                name="tidal_seen_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=True, asked_window__isnull=True, asked_account__isnull=True)
                | Q(asked_at__isnull=False, asked_window__isnull=False, asked_account__isnull=False),
                name="tidal_asked_whole",
            ),
        ]
        indexes = [models.Index(fields=["centre", "began_at"], name="tidal_centre_began")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.began_at:%F %R}"

    @property
    def asked_name(self) -> Text:
        """Who was asked, as a colleague is called; empty while nobody was."""
        asked = self.asked_account
        return Text(asked.name, asked.name_en or asked.name) if asked else Text("", "")


class DisplayLayout(models.Model):
    """What display `number` of a centre shows; 0: every display without a layout of its own. See `lobby.layouts`."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    windows = models.JSONField(default=list)
    calls = models.PositiveSmallIntegerField()
    languages = models.CharField(max_length=8)
    volume = models.PositiveSmallIntegerField()
    notice_zh = models.CharField(max_length=60, blank=True)
    notice_en = models.CharField(max_length=120, blank=True)
    shows_waiting = models.BooleanField(default=True)
    colours = models.CharField(max_length=8)
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "number"], name="display_layout_once"),
            models.CheckConstraint(condition=Q(calls__gte=1, calls__lte=6), name="display_layout_calls"),
            models.CheckConstraint(condition=Q(volume__lte=100), name="display_layout_volume"),
            models.CheckConstraint(condition=Q(languages__in=["zh", "zh en", "en"]), name="display_layout_languages"),
            models.CheckConstraint(condition=Q(colours__in=["light", "high"]), name="display_layout_colours"),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.number}"


class LearnedWaits(models.Model):
    """What a centre learned of its waits at some moment, from `cases` waits on `days` days; the newest is told from.

    `told` is what `lobby.eta.learner` stores: paces and trees, nobody's data; null where there was too little to learn from.
    """

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    learnt_at = models.DateTimeField()
    days = models.PositiveIntegerField()
    cases = models.PositiveIntegerField()
    told = models.JSONField(null=True)

    class Meta:
        ordering = ["-learnt_at"]
        constraints = [models.UniqueConstraint(fields=["centre", "learnt_at"], name="learned_waits_once")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.learnt_at:%F %R}"


def number_of(prefix: str, serial: int) -> str:
    """The number as it is printed, shown and spoken."""
    return f"{prefix}{serial:03d}"
