"""How a view or an API operation declares who may use it, and the one place that decides (`admit`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from ninja.utils import check_csrf

from onetrip.ledger.refusals import Refused
from onetrip.staff.models import Account
from onetrip.staff.permissions import Permission

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare the permission a view needs in the centre of the request; every view declares one."""

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]  # a mark read by AccessMiddleware
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


def not_allowed() -> Refused:
    """The refusal for somebody who lacks the right."""
    return Refused(
        "not-allowed",
        "您的账号在这个中心没有这项权限。需要的话，请找主任开通。",
        "Your account does not have this right in this centre. Please ask the director if you need it.",
        status=403,
    )


def admit(request: HttpRequest, permission: Permission | None) -> None:
    """Let the request through, with `request.centre_code` set, or raise Refused (401, 403).

    The centre is the one chosen in the session, else the account's first, else the house's default; residents act in
    the default centre. A view that declares nothing is refused: forgetting must not open a door.
    """
    if permission is Permission.ANYONE:
        request.centre_code = settings.DEFAULT_CENTRE  # type: ignore[attr-defined]
        return
    if not request.user.is_authenticated:
        raise Refused("sign-in", "登录过期了，请重新登录。", "Please sign in again.", status=401)
    account = request.user
    centre = _chosen_centre(request, account)
    request.centre_code = centre  # type: ignore[attr-defined]
    if permission is None or not account.may(permission, centre):
        raise not_allowed()


def centre_of(request: HttpRequest) -> str:
    """The code of the centre in which this request acts, as `admit` found it."""
    return cast(str, request.centre_code)  # type: ignore[attr-defined]


class May:
    """The permission of an API operation: `@router.post("/arrivals", auth=May(Permission.CHECK_IN))`.

    Sessions are cookies, so a changing request must also pass the CSRF check unless residents may send it anyway.
    """

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    def __call__(self, request: HttpRequest) -> bool:
        insist(request, self.permission)
        return True


def insist(request: HttpRequest, permission: Permission) -> None:
    """Let the request of a program through as `admit` does, and a changing one of somebody signed in only with the token
    of the page. For an operation that finds out only on its way that it is one of the staff's."""
    admit(request, permission)
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
