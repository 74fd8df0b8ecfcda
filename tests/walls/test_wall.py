"""What the database shows where the code forgets to ask for less."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.test import Client

from onetrip.cases.models import Case, HandOver, HandOverLine, Stop
from onetrip.lobby.models import Visit
from onetrip.people.models import Resident
from onetrip.staff.models import Account
from onetrip.walls import scope
from onetrip.walls.building import build, stands
from onetrip.walls.role import ROLE
from onetrip.walls.tables import WALLS
from tests.factories import NOW, TODAY, make_account
from tests.walls.city import Place, place
from tests.walls.forgetful import everything

pytestmark = pytest.mark.urls("tests.walls.forgetful")


@pytest.fixture
def lf(db: None) -> Place:
    return place("LF")


@pytest.fixture
def px(lf: Place) -> Place:
    return place("PX")


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def both(here: Place) -> list[str]:
    """The resident, and whoever came for them."""
    return sorted([str(here.resident.pk), str(here.agent.pk)])


def only(here: Place) -> dict[str, list[str]]:
    """What there is of one centre."""
    code = here.centre.code
    return {
        "cases": [f"{code}1"],
        "receipts": [f"{code}S1"],
        "visits": [code],
        "tickets": [code],
        "residents": both(here),
        "slips": [f"{code}11240001"],
    }


NOTHING: dict[str, list[str]] = {kind: [] for kind in ("cases", "receipts", "visits", "tickets", "residents", "slips")}


def test_a_view_that_forgets_its_filter_shows_its_own_centre_alone(lf: Place, px: Place) -> None:
    assert signed_in(lf.director).get("/forgetful/director").json() == only(lf)
    assert signed_in(px.director).get("/forgetful/director").json() == only(px)


def test_an_address_of_residents_that_forgets_shows_nothing(lf: Place, px: Place) -> None:
    assert Client().get("/forgetful/anybody").json() == NOTHING
    assert signed_in(lf.director).get("/forgetful/anybody").json() == NOTHING
    assert len(Client().get("/forgetful/owner").json()["cases"]) == 2  # it has said why


def test_who_works_for_all_centres_sees_the_one_they_act_for(lf: Place, px: Place) -> None:
    assert signed_in(make_account("director", centre="*")).get("/forgetful/director").json() == only(lf)


def test_an_answer_that_is_read_while_it_is_sent_shows_what_its_request_may_see(lf: Place, px: Place) -> None:
    answer = signed_in(px.director).get("/forgetful/streamed")
    assert b"".join(answer.streaming_content) == b"begin\nPX1\n"
    assert scope.current() == scope.outside


def test_a_department_sees_the_cases_of_its_matters_at_its_centre(lf: Place, px: Place) -> None:
    Case.objects.filter(pk=px.case.pk).update(department="health")
    everywhere, here = make_account("reviewer", centre="*"), make_account("reviewer", centre="PX")
    seen = signed_in(everywhere).get("/forgetful/department").json()
    assert seen["cases"] == ["LF1"]  # the other one is of another department
    assert seen["residents"] == both(lf)
    assert signed_in(here).get("/forgetful/department").json() == NOTHING  # nothing of civil affairs is at PX
    with scope.under(scope.of_centres([], [("health", "*")])):
        assert everything()["cases"] == ["PX1"]
        assert everything()["residents"] == both(px)
    with scope.under(scope.of_centres([], [("health", "LF"), ("civil-affairs", "PX")])):
        assert everything() == NOTHING


def test_without_a_word_nothing_is_shown(lf: Place, px: Place) -> None:
    with scope.under(scope.NOTHING):
        assert everything() == NOTHING
        for wall in WALLS:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {wall.name}")  # noqa: S608 -- names of our own list
                assert cursor.fetchone() == (0,), wall.model


def test_every_table_with_rows_of_two_centres_shows_each_its_own(lf: Place, px: Place) -> None:
    """Counted by a statement that forgets everything, table by table."""
    seen = {}
    for wall in WALLS:
        counts = []
        for wanted in (scope.wide("a test counts everything"), scope.of_centres(["LF"]), scope.of_centres(["PX"])):
            with scope.under(wanted), connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {wall.name}")  # noqa: S608 -- names of our own list
                counts.append(cursor.fetchone()[0])
        if counts[0]:
            seen[wall.model] = counts
    assert {
        model: counts for model, counts in seen.items() if counts[1] != counts[2] or sum(counts[1:]) != counts[0]
    } == {}
    assert seen.keys() >= {
        *("cases.Case", "cases.Receipt", "cases.Record", "cases.RecordPrint", "cases.Delivery", "cases.Parcel"),
        *("notices.Notice", "notices.NoticeTry", "ratings.Complaint", "licences.Lookup", "departments.Result"),
        *(
            "cases.Authority",
            "people.Resident",
            "people.Consent",
            "people.IdentityView",
            "lobby.Visit",
            "lobby.Ticket",
            "advice.Slip",
        ),
    }


def test_rows_of_another_centre_can_be_neither_written_nor_changed_nor_deleted(lf: Place, px: Place) -> None:
    with scope.within("LF"):
        own = Visit.objects.create(centre=lf.centre, day=TODAY, arrived_at=NOW)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Visit.objects.create(centre=px.centre, day=TODAY, arrived_at=NOW)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Stop.objects.create(case_id=px.case.pk, procedure="supplement", reason="x", began_at=NOW)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Visit.objects.filter(pk=own.pk).update(centre=px.centre)
        assert Visit.objects.filter(pk=px.visit.pk).update(wanted=["x"]) == 0
        assert Visit.objects.filter(pk=px.visit.pk)._raw_delete("default") == 0  # type: ignore[attr-defined]
    assert Visit.objects.get(pk=px.visit.pk).wanted == []


def test_a_case_is_seen_where_it_is_received_accepted_lies_or_is_on_its_way_to(lf: Place, px: Place) -> None:
    case = lf.case
    with scope.within("PX"):
        assert not Case.objects.filter(pk=case.pk).exists()
    for column in ("accepting_centre", "papers_at", "collect_at", "result_at"):
        Case.objects.filter(pk=case.pk).update(**{column: px.centre})
        with scope.within("PX"):
            assert Case.objects.filter(pk=case.pk).exists(), column
            assert Resident.objects.filter(pk=lf.resident.pk).exists(), column
        Case.objects.filter(pk=case.pk).update(**{column: lf.centre})
    parcel = HandOver.objects.create(
        number="LFJ1", sender=lf.centre, taker=px.centre, state="sent", opened_at=NOW, sent_at=NOW
    )
    HandOverLine.objects.create(hand_over=parcel, case=case, of="papers")
    with scope.within("PX"):
        assert Case.objects.filter(pk=case.pk).exists()


def test_a_slip_of_another_centre_is_seen_once_it_was_brought_here(lf: Place, px: Place) -> None:
    with scope.within("PX"):
        assert not type(lf.slip).objects.filter(pk=lf.slip.pk).exists()
        Visit.objects.create(centre=px.centre, day=TODAY, slip_id=lf.slip.pk, arrived_at=NOW)
        assert type(lf.slip).objects.filter(pk=lf.slip.pk).exists()


# What was told for one request never counts for the next on the same connection.


def test_a_request_that_broke_off_leaves_nothing_behind(lf: Place, px: Place) -> None:
    director = signed_in(lf.director)
    for _ in range(3):
        assert director.get("/forgetful/broken-off").status_code == 409
        assert Client().get("/forgetful/anybody").json() == NOTHING
        assert signed_in(px.director).get("/forgetful/director").json() == only(px)


@pytest.mark.parametrize("broken_at", ["savepoint", "statement"])
def test_what_a_rollback_takes_back_is_told_anew(lf: Place, px: Place, broken_at: str) -> None:
    with scope.within("LF"):
        assert everything() == only(lf)
        wrong = ZeroDivisionError if broken_at == "savepoint" else DatabaseError
        with pytest.raises(wrong), transaction.atomic(), scope.within("PX"):
            assert everything() == only(px)
            if broken_at == "savepoint":
                raise ZeroDivisionError
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
        # The server went back with the savepoint to what it was told before, and is told again all the same.
        assert everything() == only(lf)
    with scope.under(scope.NOTHING):
        assert everything() == NOTHING


@pytest.mark.django_db(transaction=True)
def test_neither_a_commit_nor_a_rollback_nor_a_new_connection_nor_another_thread_leaks() -> None:
    lf, px = place("LF"), place("PX")

    def see(wanted: scope.Scope) -> dict[str, list[str]]:
        with scope.under(wanted):
            return everything()

    with scope.within("LF"), transaction.atomic():
        assert everything() == only(lf)
    assert see(scope.NOTHING) == NOTHING
    with pytest.raises(ZeroDivisionError), scope.within("PX"), transaction.atomic():
        assert everything() == only(px)
        raise ZeroDivisionError
    assert see(scope.of_centres(["LF"])) == only(lf)
    with transaction.atomic():
        assert see(scope.of_centres(["PX"])) == only(px)
        assert see(scope.NOTHING) == NOTHING
    with scope.within("PX"):
        assert everything() == only(px)
        connection.close()
        assert everything() == only(px)
    connection.close()
    assert see(scope.NOTHING) == NOTHING

    def elsewhere() -> tuple[scope.Scope, dict[str, list[str]]]:
        try:
            with scope.within("PX"):
                return scope.current(), everything()
        finally:
            connection.close()

    with scope.within("LF"), ThreadPoolExecutor(1) as other:
        assert other.submit(scope.current).result() == scope.outside  # nobody inherits what another thread may see
        assert other.submit(elsewhere).result() == (scope.of_centres(["PX"]), only(px))
        assert everything() == only(lf)


def test_a_scope_of_every_centre_says_why() -> None:
    with pytest.raises(ValueError, match="say in words"):
        scope.wide("")


# The role and the policies.


@pytest.mark.django_db
def test_pages_act_as_a_role_that_owns_nothing_and_passes_by_no_policy() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (ROLE,)
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s", [ROLE]
        )
        assert cursor.fetchone() == (False, False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", [ROLE])
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sentence",
    [
        "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
        "DROP POLICY onetrip_wall ON cases_case",
        "ALTER TABLE ledger_event DISABLE TRIGGER ALL",
        "TRUNCATE people_identityview",
    ],
)
def test_the_role_cannot_take_the_wall_down(sentence: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sentence)


@pytest.mark.django_db
def test_every_policy_stands_and_one_that_somebody_took_away_is_set_again() -> None:
    assert stands(connection)
    with scope.as_owner("a test takes a policy away"):
        with connection.cursor() as cursor:
            cursor.execute("DROP POLICY onetrip_wall ON cases_case")
            cursor.execute("ALTER TABLE lobby_visit DISABLE ROW LEVEL SECURITY")
        assert not stands(connection)
        build(connection)
    assert stands(connection)
