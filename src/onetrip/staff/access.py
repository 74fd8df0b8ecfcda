"""How a view declares who may use it, and the one middleware that asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

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
    return cast(Account, request.user)


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


class AccessMiddleware:
    """Refuses a request whose account lacks the permission that the view declares.

    The centre is the one chosen in the session, else the account's first, else the house's default; residents act in
    the default centre. A view that declares nothing is refused: forgetting must not open a door.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        permission: Permission | None = getattr(view, "permission", None)
        if permission is Permission.ANYONE:
            request.centre_code = _chosen_centre(request, None)  # type: ignore[attr-defined]
            return None
        if not request.user.is_authenticated:
            if request.headers.get("HX-Request") or request.path.startswith("/api/") or request.method != "GET":
                raise Refused("sign-in", "登录过期了，请重新登录。", "Please sign in again.", status=401)
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        account = cast(Account, request.user)
        centre = _chosen_centre(request, account)
        request.centre_code = centre  # type: ignore[attr-defined]
        if permission is None or not account.may(permission, centre):
            raise not_allowed()
        return None


def _chosen_centre(request: HttpRequest, account: Account | None) -> str:
    if account is None:
        return cast(str, settings.DEFAULT_CENTRE)
    held = account.centres()
    chosen = request.session.get("centre")
    if chosen in held:
        return cast(str, chosen)
    return held[0] if held else cast(str, settings.DEFAULT_CENTRE)
