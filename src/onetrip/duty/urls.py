from __future__ import annotations

from datetime import date

from django.urls import URLPattern, URLResolver, path, register_converter

from onetrip.duty.views import files, own, plan, staffing


class DutyDay:
    """A day in an address, 2026-11-30; one that does not exist leads nowhere."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The day. ValueError, which Django answers as 404, for 2026-02-30."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """As in the address."""
        return value.isoformat()


register_converter(DutyDay, "duty_day")

urlpatterns: list[URLPattern | URLResolver] = [
    path("duty/", own.page, name="duty"),
    path("duty/why/<duty_day:day>", own.why, name="duty-why"),
    path("duty/seen/<uuid:roster_id>", own.seen, name="duty-seen"),
    path("duty/wishes", own.wish, name="duty-wish"),
    path("duty/wishes/<int:wish_id>/withdraw", own.withdraw_wish, name="duty-wish-withdraw"),
    path("duty/leave", own.ask_leave, name="duty-leave"),
    path("duty/leave/<int:leave_id>/take-back", own.take_back_leave, name="duty-leave-take-back"),
    path("duty/swaps", own.offer_swap, name="duty-swap"),
    path("duty/swaps/<uuid:swap_id>/accept", own.accept_swap, name="duty-swap-accept"),
    path("duty/swaps/<uuid:swap_id>/decline", own.decline_swap, name="duty-swap-decline"),
    path("duty/swaps/<uuid:swap_id>/withdraw", own.withdraw_swap, name="duty-swap-withdraw"),
    path("duty/breaks/begin", own.begin_break, name="duty-break"),
    path("duty/breaks/end", own.end_break, name="duty-break-end"),
    path("duty/my-shifts.ics", files.my_calendar, name="duty-ics"),
    path("duty/my-shifts.csv", files.my_table, name="duty-csv"),
    path("duty/plan/", plan.start, name="duty-plan"),
    path("duty/plan/propose", plan.propose, name="duty-propose"),
    path("duty/plan/leave/<int:leave_id>", plan.decide_leave, name="duty-leave-decide"),
    path("duty/plan/overtime", plan.decide_overtime, name="duty-overtime"),
    path("duty/plan/overtime/all", plan.confirm_overtime, name="duty-overtime-all"),
    path("duty/plan/attendance", plan.attendance, name="duty-attendance"),
    path("duty/plan/<uuid:roster_id>", plan.roster, name="duty-roster"),
    path("duty/plan/<uuid:roster_id>/change", plan.change, name="duty-change"),
    path("duty/plan/<uuid:roster_id>/publish", plan.publish, name="duty-publish"),
    path("duty/plan/<uuid:roster_id>/drop", plan.drop, name="duty-drop"),
    path("duty/plan/<uuid:roster_id>/print", plan.printed, name="duty-print"),
    path("duty/plan/<uuid:roster_id>/roster.csv", files.roster_table, name="duty-roster-csv"),
    path("duty/plan/people", staffing.people, name="duty-people"),
    path("duty/plan/people/put", staffing.put_on, name="duty-people-put"),
    path("duty/plan/people/end", staffing.end, name="duty-people-end"),
    path("duty/plan/example", staffing.example, name="duty-example"),
    path("duty/plan/patterns", staffing.set_pattern, name="duty-pattern"),
    path("duty/plan/patterns/retire", staffing.retire_pattern, name="duty-pattern-retire"),
]
