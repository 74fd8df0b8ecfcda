"""Courses: the categories, a category, a matter, its example cases."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Catalogue, Matter
from onetrip.centres.queries import settled
from onetrip.knowledge.queries import answers
from onetrip.ledger.refusals import NotFound
from onetrip.lobby.together import Pair
from onetrip.ratings.models import BrokenPromise
from onetrip.rules import Text
from onetrip.staff.access import account_of, centre_of, requires
from onetrip.staff.permissions import Permission
from onetrip.training import items
from onetrip.training.courses import actions, figures, queries
from onetrip.training.courses.examples import examples_of
from onetrip.training.courses.models import CourseNote
from onetrip.training.courses.terms import example
from onetrip.training.practice.queries import changes_of
from onetrip.training.queries import rules_of

MOST_ASKED = 5
"""Difficult cases on the page of a matter; the others stand in the knowledge."""

CAUSES = {
    BrokenPromise.Cause.RULE.value: Text("规则写错", "the rule was wrong"),
    BrokenPromise.Cause.TRAINING.value: Text("没培训到", "not trained"),
    BrokenPromise.Cause.SYSTEM.value: Text("系统、接口", "a system failed"),
    BrokenPromise.Cause.UNKNOWN.value: Text("还没查清", "not known yet"),
}


@requires(Permission.READ_MANUAL)
@never_cache
@require_GET
def courses(request: HttpRequest) -> HttpResponse:
    """The categories, those with high-frequency matters first."""
    now, account = timezone.now(), account_of(request)
    groups = figures.by_frequency(centre_of(request), now)
    studied = queries.studied_by(account.pk)
    context = {
        **_frame(request),
        "groups": [(group, sum(("matter", one.id) in studied for one in group.matters)) for group in groups],
        "rules": rules_of(centre_of(request)),
        "most": max((group.total for group in groups), default=0),
    }
    return render(request, "training/courses/courses.html", context)


@requires(Permission.READ_MANUAL)
@never_cache
@require_GET
def category(request: HttpRequest, category: str) -> HttpResponse:
    """What the matters of a category share, where they differ, which are asked for together, and what editors added."""
    catalogue, centre, now = catalogues.current(), centre_of(request), timezone.now()
    if category not in catalogue.categories:
        raise NotFound("course-unknown", "没有这一类。", "There is no such category.")
    group = next((one for one in figures.by_frequency(centre, now) if one.category.id == category), None)
    names = [one.id for one in group.matters] if group is not None else []
    together = [pair for pair in figures.asked_together(centre, now) if pair.one in names or pair.other in names]
    studied = queries.studied_by(account_of(request).pk)
    overview = items.overview(catalogue, category, settled(centre).centre.day_of(now))
    rows = {row.matter: row for row in overview.rows}
    lines = group.lines if group is not None else ()
    context = {
        **_frame(request),
        "category": catalogue.categories[category],
        "overview": overview,
        "rows": [(rows[one.id], cases, is_high, ("matter", one.id) in studied) for one, cases, is_high in lines],
        "rules": rules_of(centre_of(request)),
        "together": [_named(catalogue, pair) for pair in together if _is_known(catalogue, pair)][
            : example().most_shown
        ],
        "least_visits": example().least_visits,
        "notes": queries.notes_on(centre, CourseNote.Of.CATEGORY.value, category, names),
        "removed": queries.removed_on(centre, CourseNote.Of.CATEGORY.value, category),
        "of": CourseNote.Of.CATEGORY.value,
        "studied": studied.get(("category", category)),
        "studied_is_old": ("category", category) in studied
        and queries.is_out_of_date(studied["category", category], names),
    }
    return render(request, "training/courses/category.html", context)


@requires(Permission.READ_MANUAL)
@never_cache
@require_GET
def matter(request: HttpRequest, matter: str) -> HttpResponse:
    """A matter: its manual, how its rule changed, which promises were broken over it, what editors added."""
    catalogue, centre, now = catalogues.current(), centre_of(request), timezone.now()
    found = _matter(catalogue, matter)
    studied = queries.studied_by(account_of(request).pk)
    broken = figures.broken_promises(centre, matter, now)
    beside = [pair for pair in figures.asked_together(centre, now) if pair.beside(matter) in catalogue.matters]
    context = {
        **_frame(request),
        "matter": found,
        "category": catalogue.categories[found.terms.category],
        "changes": changes_of(matter),
        "broken": [(CAUSES[cause], number) for cause, number in sorted(broken.items(), key=lambda each: -each[1])],
        "broken_in_all": sum(broken.values()),
        "beside": [(catalogue.matters[str(pair.beside(matter))], pair) for pair in beside][: example().most_shown],
        "asked": answers(centre, matter=matter)[:MOST_ASKED],
        "notes": queries.notes_on(centre, CourseNote.Of.MATTER.value, matter, [matter]),
        "removed": queries.removed_on(centre, CourseNote.Of.MATTER.value, matter),
        "of": CourseNote.Of.MATTER.value,
        "studied": studied.get(("matter", matter)),
        "studied_is_old": ("matter", matter) in studied and queries.is_out_of_date(studied["matter", matter], [matter]),
    }
    return render(request, "training/courses/matter.html", context)


@requires(Permission.READ_MANUAL)
@never_cache
@require_GET
def examples(request: HttpRequest, matter: str) -> HttpResponse:
    """Residents who do not exist, each with their plan: a part of the page of a matter, or a page without scripts."""
    catalogue = catalogues.current()
    found = _matter(catalogue, matter)
    day = settled(centre_of(request)).centre.day_of(timezone.now())
    context = {**_frame(request), "matter": found, "examples": examples_of(catalogue, found.id, day)}
    part = "HX-Request" in request.headers
    return render(request, f"training/courses/{'parts/examples' if part else 'examples'}.html", context)


@requires(Permission.LEARN)
@require_POST
def studied(request: HttpRequest) -> HttpResponse:
    """Say that one has worked through it."""
    of, name = sent(request, "of"), sent(request, "name")
    actions.mark_studied(account=account_of(request), of=of, name=name, now=timezone.now(), key=sent_key(request))
    return redirect(*_course(of, name))


@requires(Permission.LEARN)
@require_POST
def not_studied(request: HttpRequest) -> HttpResponse:
    """Take that back."""
    of, name = sent(request, "of"), sent(request, "name")
    actions.unmark_studied(account=account_of(request), of=of, name=name, now=timezone.now(), key=sent_key(request))
    return redirect(*_course(of, name))


def _course(of: str, name: str) -> tuple[str, str]:
    return ("course-matter" if of == CourseNote.Of.MATTER else "course-category", name)


def _frame(request: HttpRequest) -> dict[str, Any]:
    account, centre = account_of(request), centre_of(request)
    return {
        "account": account,
        "centre": settled(centre).centre,
        "catalogue_version": catalogues.current().number,
        "may_edit": account.may(Permission.EDIT_CATALOGUE, centre),
        "may_learn": account.may(Permission.LEARN, centre),
        "may_run": account.may(Permission.RUN_TRAINING, centre),
    }


def _matter(catalogue: Catalogue, matter: str) -> Matter:
    found = catalogue.matter(matter)
    if found is None:
        raise NotFound("matter-unknown", "没有这件事。", "There is no such matter.")
    return found


def _is_known(catalogue: Catalogue, pair: Pair) -> bool:
    return pair.one in catalogue.matters and pair.other in catalogue.matters


def _named(catalogue: Catalogue, pair: Pair) -> tuple[Matter, Matter, Pair]:
    return catalogue.matters[pair.one], catalogue.matters[pair.other], pair
