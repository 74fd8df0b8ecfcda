"""How a view or an API operation declares who may use it, and the one place that decides (`admit`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from ninja.utils import check_csrf

from onetrip.ledger.refusals import Refused
from onetrip.staff.models import Account
from onetrip.staff.permissions import Permission
from onetrip.walls import scope

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


ONLY_ITS_OWNER = "found by a number or an address that only its owner has"
"""Why an address of residents sees every centre: what it shows is the one thing named by an unguessable token, by a number
with its check, or by the session that began it."""


def requires(permission: Permission, *, everywhere: str = "") -> Callable[[View], View]:
    """Declare the permission a view needs in the centre of the request; every view declares one.

    It is shown the rows of that centre alone, and an address for residents none; `everywhere` says in words why it has to
    see those of every centre (`walls.scope`).
    """

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]  # marks read by AccessMiddleware
        view.everywhere = everywhere  # type: ignore[attr-defined]
        return view

    return declare


def account_of(request: HttpRequest) -> Account:
    """The signed-in account; raises Refused (403) without one."""
    if not request.user.is_authenticated:
        raise not_allowed()
    return request.user


def actor_of(request: HttpRequest) -> str:
    """Who is acting, for events: the account, or "resident"."""
    return account_of(request).actor if request.user.is_authenticated else "resident"


ASKS_FOR_PROOF = frozenset({Permission.SEE_IDENTITY})
"""What nobody may do at a screen that was merely left open: whoever asks has shown who they are a short while ago."""


def insist_on_proof(request: HttpRequest) -> None:
    """Raises Refused (401, "prove-again") unless whoever acts has signed in, or shown a password or second factor, within
    the last PROOF_MINUTES. For a view that finds out only on its way that it will show somebody's full number."""
    proved, now = account_of(request).proved_at, timezone.now()
    if proved is None or now - proved >= timedelta(minutes=settings.PROOF_MINUTES):
        raise Refused(
            "prove-again",
            "要看完整信息，请先再确认一次是您本人。",
            "To see this in full, please show once more that it is you.",
            status=401,
        )


def not_allowed() -> Refused:
    """The refusal for somebody who lacks the right."""
    return Refused(
        "not-allowed",
        "您的账号在这个中心没有这项权限。需要的话，请找主任开通。",
        "Your account does not have this right in this centre. Please ask the director if you need it.",
        status=403,
    )


def admit(request: HttpRequest, permission: Permission | None, *, everywhere: str = "") -> None:
    """Let the request through, with `request.centre_code` and what the database shows it set, or raise Refused (401, 403).

    The centre is the one chosen in the session, else the account's first, else the house's default; residents act in
    the default centre. A view that declares nothing is refused: forgetting must not open a door. What is shown holds
    until the request ends (AccessMiddleware).
    """
    if permission is Permission.ANYONE:
        request.centre_code = settings.DEFAULT_CENTRE  # type: ignore[attr-defined]
        scope.begin(scope.wide(everywhere) if everywhere else scope.NOTHING)
        return
    if not request.user.is_authenticated:
        raise Refused("sign-in", "登录过期了，请重新登录。", "Please sign in again.", status=401)
    account = request.user
    centre = _chosen_centre(request, account)
    request.centre_code = centre  # type: ignore[attr-defined]
    if permission is None or not account.may(permission, centre):
        raise not_allowed()
    if permission in ASKS_FOR_PROOF:
        insist_on_proof(request)
    if everywhere:
        scope.begin(scope.wide(everywhere))
    elif permission is Permission.DECIDE_CASES:
        scope.begin(scope.of_centres([], account.departments()))
    else:
        scope.begin(scope.of_centres([centre]))


def insist_on_category(request: HttpRequest, permission: Permission, category: str) -> None:
    """Raise Refused (403) where the right of this account in the centre of the request does not reach matters of `category`."""
    if not account_of(request).may(permission, centre_of(request), category=category):
        raise Refused(
            "not-this-category",
            "您在这个中心的权限不含这一类事项。请交给有权限的同事，或找主任开通。",
            "Your right in this centre does not reach matters of this kind. Please leave it to a colleague who has it, or "
            "ask the director.",
            status=403,
        )


def may_see(request: HttpRequest, data_class: Permission) -> bool:
    """Whether this account is shown a class of personal data (permissions.DATA_CLASSES) in the centre of the request."""
    return account_of(request).may(data_class, centre_of(request))


def insist_on_data(request: HttpRequest, data_class: Permission) -> None:
    """Raise Refused (403) where this account is not shown a class of personal data. For a view that shows it with another
    right."""
    if not may_see(request, data_class):
        raise not_allowed()


def centre_of(request: HttpRequest) -> str:
    """The code of the centre in which this request acts, as `admit` found it."""
    return cast(str, request.centre_code)  # type: ignore[attr-defined]


class May:
    """The permission of an API operation: `@router.post("/arrivals", auth=May(Permission.CHECK_IN))`.

    Sessions are cookies, so a changing request must also pass the CSRF check unless residents may send it anyway.
    """

    def __init__(self, permission: Permission, *, everywhere: str = "") -> None:
        self.permission, self.everywhere = permission, everywhere

    def __call__(self, request: HttpRequest) -> bool:
        insist(request, self.permission, everywhere=self.everywhere)
        return True


def insist(request: HttpRequest, permission: Permission, *, everywhere: str = "") -> None:
    """Let the request of a program through as `admit` does, and a changing one of somebody signed in only with the token
    of the page. For an operation that finds out only on its way that it is one of the staff's."""
    admit(request, permission, everywhere=everywhere)
    if permission is not Permission.ANYONE and check_csrf(request) is not None:
        raise Refused(
            "form-expired",
            "为了安全没有收下这个请求：缺少页面给的令牌。请刷新页面再试。",
            "For safety this request was not taken: the token of the page is missing. Please reload and try again.",
            status=403,
        )


def nobody(_request: HttpRequest) -> bool:
    """The permission of an API operation that forgot to declare one."""
    raise not_allowed()


def _chosen_centre(request: HttpRequest, account: Account) -> str:
    held = account.centres()
    chosen = request.session.get("centre")
    if chosen in held:
        return cast(str, chosen)
    return held[0] if held else settings.DEFAULT_CENTRE
