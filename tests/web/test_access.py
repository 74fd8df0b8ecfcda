"""Who may use what: every address × every role, and nothing that forgot to declare itself."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import Operation

from onetrip.staff.access import May
from onetrip.staff.permissions import Permission
from onetrip.staff.roles import ROLES, permitted
from onetrip.web.api import api
from tests.factories import make_account, make_centre, published_catalogue

STAFF_ROLES = sorted(set(ROLES) - {"resident"})


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every page's route with its pattern, the API left out."""
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if not route.startswith("api/"):
                yield from patterns(entry, route)
        else:
            yield route, entry


PAGES = dict(patterns(get_resolver()))


def operations() -> list[tuple[str, Operation]]:
    """Every API operation with its address."""
    return [
        (f"{'/'.join(sorted(operation.methods))} {prefix}{path}", operation)
        for prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
    ]


def an_address(pattern: URLPattern) -> str:
    """An address that the pattern accepts; what it names does not exist."""
    given = {
        name: uuid.UUID(int=0)
        if "UUID" in type(converter).__name__
        else 987654
        if "Int" in type(converter).__name__
        else "2000-01-01"
        if "Day" in type(converter).__name__
        else "2000-01"
        if "Month" in type(converter).__name__
        else "nothing"
        for name, converter in pattern.pattern.converters.items()
    }
    return "/" + ROUTES_BY_PATTERN[pattern].format(**given)


def as_format(route: str) -> str:
    """The route as a format string: <uuid:slip> becomes {slip}."""
    return "".join(
        "{" + part.split(">")[0].split(":")[-1] + "}" + part.split(">", 1)[1] if index else part
        for index, part in enumerate(route.split("<"))
    )


ROUTES_BY_PATTERN = {pattern: as_format(route) for route, pattern in PAGES.items()}


@pytest.mark.parametrize("route", sorted(PAGES))
def test_every_page_declares_its_permission(route: str) -> None:
    declared = getattr(PAGES[route].callback, "permission", None)
    assert isinstance(declared, Permission), f"{route} declares no permission"


@pytest.mark.parametrize("name", sorted(name for name, _ in operations()))
def test_every_api_operation_declares_its_permission(name: str) -> None:
    operation = dict(operations())[name]
    kinds = [type(callback) for callback in operation.auth_callbacks]
    assert [issubclass(kind, May) for kind in kinds] == [True], f"{name} declares no permission"


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["resident", *STAFF_ROLES])
def test_every_address_answers_each_role_as_its_permission_says(role: str, client: Client) -> None:
    make_centre()
    published_catalogue()
    if role != "resident":
        client.force_login(make_account(role))
    client.raise_request_exception = False
    for route, pattern in PAGES.items():
        allowed = permitted(frozenset({role} - {"resident"}), pattern.callback.permission)
        for method in (client.get, client.post):
            answer = method(an_address(pattern))
            where = f"{method.__name__} /{route} as {role}"
            # 503 is what an address answers that is asked whether the house is ready, and here nothing ticks.
            assert answer.status_code < 500 or pattern.name == "health-ready", where
            if allowed:
                assert answer.status_code not in {401, 403} or pattern.name == "sign-in", where
            elif role == "resident":
                assert answer.status_code in {302, 401}, where
                if answer.status_code == 302:
                    assert answer["Location"].startswith("/staff/sign-in"), where
            else:
                assert answer.status_code == 403, where


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["resident", *STAFF_ROLES])
def test_every_api_operation_answers_each_role_as_its_permission_says(role: str, client: Client) -> None:
    make_centre()
    published_catalogue()
    if role != "resident":
        client.force_login(make_account(role))
    client.raise_request_exception = False
    for name, operation in operations():
        methods, path = name.split(" ", 1)
        address = "/api" + as_format(path.replace("{", "<").replace("}", ">")).format_map(Anything())
        allowed = permitted(frozenset({role} - {"resident"}), operation.auth_callbacks[0].permission)
        for method in methods.split("/"):
            answer = client.generic(method, address, data="{}", content_type="application/json")
            where = f"{method} {address} as {role}"
            assert answer.status_code < 500, where
            refused = {401} if role == "resident" else {403}
            assert (answer.status_code in refused) is not allowed, f"{where}: {answer.status_code}"


class Anything(dict):
    """Fills any place in an address with an id that does not exist."""

    def __missing__(self, key: str) -> str:
        return "1" if key.split(":")[-1] in {"number", "serial"} else str(uuid.UUID(int=0))


@pytest.mark.django_db
def test_rights_in_another_centre_do_not_count_here(client: Client, settings) -> None:
    make_centre("LF")
    make_centre("PX")
    client.force_login(make_account("clerk", centre="PX"))
    assert client.get("/staff/").wsgi_request.centre_code == "PX"


@pytest.mark.django_db
def test_a_changing_request_without_the_pages_token_is_refused() -> None:
    make_centre()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_account("clerk"))
    for address in ("/staff/sign-out", "/api/lobby/arrivals"):
        assert strict.post(address, content_type="application/json").status_code == 403
