"""A machine of the hall that is told no, where nobody could type an address, comes back to its first page by itself."""

from __future__ import annotations

import pytest
from django.test import Client

from onetrip.centres.actions import add_device
from tests import browsing
from tests.factories import NOW, make_centre

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("kind", "home"), [("check-in", "/hall/"), ("kiosk", "/kiosk/"), ("display", "/display/")])
def test_what_a_machine_is_refused_leads_back_to_where_it_begins(kind: str, home: str) -> None:
    device, _ = add_device(centre=make_centre(), kind=kind, number=1, by="system", now=NOW)
    machine = Client()
    machine.force_login(device.account)
    for refused in (machine.get("/no-such-page"), machine.post("/hall/arrivals")):
        page = refused.content.decode()
        assert refused.status_code >= 400
        assert f'href="{home}" data-go-home=' in page
        assert 'data-surface="kiosk"' in page
        assert 'href="/"' not in page, "the pages of a resident's phone are no place for a machine"


def test_a_person_who_is_refused_is_shown_the_start_page() -> None:
    make_centre()
    for who in (None, "guide"):
        page = browsing.visitor(who).get("/no-such-page").content.decode()
        assert "回到首页" in page
        assert "data-go-home" not in page
