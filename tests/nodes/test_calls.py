"""What the city answers its nodes: signed calls alone, each once, in order, and nothing that it does not understand."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from onetrip.centres.models import Duty, Window
from onetrip.ledger.models import Event, Seal
from onetrip.lobby.models import Visit
from onetrip.nodes import actions, answering
from onetrip.nodes.models import Node, NodeKey, Outgoing
from onetrip.nodes.outbox import Message
from onetrip.nodes.signing import Key, new_secret
from onetrip.people.actions import know
from onetrip.people.models import Resident
from onetrip.staff.actions import HOUSE
from onetrip.staff.models import Account
from onetrip.staff.qualifying import qualify
from tests.factories import NOW, TODAY, make_account, published_catalogue, synthetic_identity
from tests.nodes.messages import FIRST, Speaker, a_city, a_visit, changed, message_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_node_afterwards")]


@pytest.fixture
def lf() -> Speaker:
    return a_city("LF")[0]


def visits() -> int:
    return Visit.objects.count()


def with_row(message: Message, **columns: object) -> Message:
    """The same message with other columns; None takes one away."""
    row = json.loads(message.row or "{}") | columns
    return Message(
        message.id, message.table, message.deed, message.key, json.dumps({k: v for k, v in row.items() if v != "-"})
    )


def with_key(message: Message, key: int) -> Message:
    """The same row under another key."""
    row = json.loads(message.row or "{}") | {"id": key}
    return Message(message.id, message.table, message.deed, str(key), json.dumps(row))


def test_what_a_node_says_is_there_and_counted(lf: Speaker) -> None:
    status, told = lf.say(message_of(a_visit(), 5), message_of(a_visit(), 9))
    assert (status, told["heard"], visits()) == (200, 9, 2)


def test_a_batch_that_is_sent_again_is_taken_once(lf: Speaker) -> None:
    batch = [message_of(a_visit(), 5), message_of(a_visit(), 9)]
    for _ in range(3):
        assert lf.say(*batch)[1]["heard"] == 9
    assert visits() == 2


def test_a_batch_that_is_half_known_is_taken_from_where_it_is_new(lf: Speaker) -> None:
    first, second = message_of(a_visit(), 5), message_of(a_visit(), 9)
    lf.say(first)
    assert lf.say(first, second)[1]["heard"] == 9
    assert visits() == 2


def test_a_batch_after_something_that_never_came_is_not_taken(lf: Speaker) -> None:
    status, told = lf.say(message_of(a_visit(), 9), after=7)
    assert (status, told["heard"], visits()) == (200, 0, 0)


def test_a_call_without_a_signature_is_refused() -> None:
    a_city("LF")
    assert Client().post("/nodes/exchange", b"x", content_type="application/octet-stream").status_code == 400


def test_a_call_signed_with_another_key_is_refused(lf: Speaker) -> None:
    forged = Key("LF", lf.key.node, lf.key.number, new_secret())
    assert lf.call({}, sign=forged)[0] == 401
    assert lf.call({}, sign=Key("ZZ", 1, 1, lf.key.secret))[0] == 401


def test_a_call_that_is_given_twice_is_answered_once(lf: Speaker) -> None:
    said = {"after": 0, "known": 0, "identity": answering.identity_mark(), "messages": [], "told": {}}
    assert lf.call(said, number=4)[0] == 200
    status, told = lf.call(said, number=4)
    assert (status, told["code"], told["highest"]) == (409, "call-repeated", 4)
    assert lf.call(said, number=3)[0] == 200, "a call that was overtaken is no repeat"


def test_a_call_from_long_ago_is_refused_without_being_remembered(lf: Speaker) -> None:
    assert lf.say()[0] == 200
    assert lf.call({}, number=answering.REMEMBERED + 10)[0] != 200
    assert lf.call({}, number=5)[1]["code"] == "call-repeated"


def test_a_body_that_cannot_be_read_changes_nothing_and_says_so(lf: Speaker) -> None:
    whole = answering.pack({"after": 0, "known": 0, "identity": answering.identity_mark(), "messages": [], "told": {}})
    for body in (b"", b"no pack", whole[:-4], answering.pack({"messages": 3}), answering.pack({})):
        status, told = lf.call(body=body)
        assert status in {409, 422}, body
        assert told["zh"]
        assert told["en"]
    assert lf.call(body=whole)[0] == 200


def test_clocks_that_are_far_apart_are_said_so_and_nothing_is_taken(lf: Speaker) -> None:
    for minutes in (-11, 11):
        status, told = lf.call({}, at=timezone.now() + timedelta(minutes=minutes))
        assert status == 409
        assert "请先把钟对准" in told["page"]


def test_a_house_with_another_identity_key_is_refused(lf: Speaker) -> None:
    status, told = lf.say(message_of(a_visit(), 5), identity="0" * 32)
    assert (status, told["code"], visits()) == (409, "identity-keys-differ", 0)


def test_a_revoked_key_opens_nothing(lf: Speaker) -> None:
    actions.revoke_keys(centre="LF", now=NOW, by="test")
    assert lf.say()[0] == 401


def test_a_new_key_ends_the_one_before_when_it_is_used(lf: Speaker) -> None:
    old = lf.key
    new = actions.rotate_key(centre="LF", now=NOW, by="test")
    assert lf.say()[0] == 200, "until then the old one is good"
    lf.key = new
    assert lf.say()[0] == 200
    lf.key = old
    assert lf.say()[0] == 401
    assert bytes(old.secret.encode()) not in [
        bytes(key.secret.encode()) for key in NodeKey.objects.filter(revoked_at=None)
    ]


SPOILT = {
    "unknown column": (lambda m: with_row(m, mood="cheerful"), "other-side-newer"),
    "unknown table": (lambda m: Message(m.id, "lobby_mood", "I", "1", "{}"), "other-side-newer"),
    "missing column": (lambda m: with_row(m, arrived_at="-"), "other-side-older"),
    "another's row": (lambda m: with_row(m, centre_id="ZZ"), "not-yours"),
    "the city's row": (lambda m: Message(m.id, "staff_account", "U", "1", '{"password": "x"}'), "not-yours"),
    "no such row": (lambda m: changed("lobby_visit", m.key, m.id, outcome="all"), "row-missing"),
    "no such slip": (lambda m: with_row(m, slip_id="00000000-0000-4000-8000-000000000000"), "row-missing"),
}


def test_what_cannot_be_taken_stops_the_line_in_words_and_nothing_of_the_batch_is_taken(lf: Speaker) -> None:
    good, bad = message_of(a_visit(), 5), message_of(a_visit(), 9)
    for name, (spoil, code) in SPOILT.items():
        status, told = lf.say(good, spoil(bad))
        assert (status, told["code"], visits()) == (409, code, 0), name
        assert lf.node.trouble["code"] == code
        assert lf.node.trouble_since is not None
    assert lf.say()[0] == 200, "what the city has to say still comes"
    assert lf.node.trouble is not None
    assert lf.say(good, bad)[1]["heard"] == 9
    assert (visits(), lf.node.trouble, lf.node.trouble_since) == (2, None, None)


def test_a_mistake_of_the_city_is_told_as_one_and_not_as_a_line_that_is_cut(
    lf: Speaker, caplog: pytest.LogCaptureFixture
) -> None:
    good, bad = message_of(a_visit(), 5), with_row(message_of(a_visit(), 9), outcome="x" * 400)
    status, told = lf.say(good, bad)
    assert (status, told["code"], visits()) == (500, "mistake", 0)
    assert lf.node.trouble["code"] == "mistake"
    assert lf.node.trouble["zh"] == told["zh"]
    assert "DataError" in caplog.text
    assert "xxxx" not in caplog.text, "what stands in a row is no matter of a log"
    assert lf.say()[0] == 200, "what the city has to say still comes"
    assert lf.say(good)[1]["heard"] == 5


def test_a_centre_changes_of_what_is_not_its_own_only_what_any_window_may(lf: Speaker) -> None:
    theirs = a_visit("ZZ")
    theirs.save(force_insert=True)
    assert lf.say(changed("lobby_visit", theirs.pk, 5, outcome="all"))[1]["code"] == "not-yours"
    resident = know(identity=synthetic_identity(), now=NOW)
    assert lf.say(changed("people_resident", resident.pk, 5, number_hash="\\x00"))[1]["code"] == "not-yours"
    assert lf.say(Message(5, "people_resident", "D", str(resident.pk), None))[1]["code"] == "not-yours"
    assert lf.say(changed("people_resident", resident.pk, 5, name=None))[0] == 200


def test_a_node_that_misbehaves_takes_over_nothing_of_others(lf: Speaker) -> None:
    theirs = a_visit("ZZ")
    theirs.save(force_insert=True)
    as_mine = with_row(message_of(a_visit(), 5), id=str(theirs.pk))
    duty = Duty(
        id=FIRST + 1, window=Window.objects.get(centre="ZZ"), account=make_account("clerk", centre="ZZ"), began=NOW
    )
    backup = Event(at=NOW, centre="", actor="x", thing="backup", thing_id="1", verb="make")
    seal = Seal(id=FIRST + 1, event_id=7, centre="", position=1, digest="x" * 64)
    takes = {
        "another's visit by its id": Message(5, "lobby_visit", "I", str(theirs.pk), as_mine.row),
        "a duty at another's window": message_of(duty, 5),
        "an event of no centre under a number of the city": with_key(message_of(backup, 5), 3),
        "a seal of the city's chain": message_of(seal, 5),
        "a change of what never changes": changed("ledger_event", FIRST + 1, 5, verb="x"),
    }
    for name, take in takes.items():
        status, told = lf.say(take)
        assert (status, told.get("code")) == (409, "not-yours"), name
    mine = a_visit()
    assert lf.say(message_of(mine, 5))[0] == 200
    assert lf.say(changed("lobby_visit", mine.pk, 6, centre_id="ZZ"))[1]["code"] == "not-yours"
    assert lf.say(with_key(message_of(backup, 6), FIRST + 2))[0] == 200, "a backup that was made there"


def test_a_node_replaces_nobodys_number(lf: Speaker) -> None:
    resident = know(identity=synthetic_identity(), now=NOW)
    other = Resident(id=resident.pk, number_hash=b"1" * 32, number="x", first_seen=NOW, name="李测")
    Resident.objects.filter(pk=resident.pk).delete()
    forged = message_of(other, 5)
    resident.save(force_insert=True)
    assert lf.say(forged)[0] == 200
    now = Resident.objects.get()
    assert bytes(now.number_hash) == bytes(resident.number_hash)
    assert now.name == "李测", "what whoever meets them may hear"


def test_a_node_begins_with_what_the_city_holds_of_it_and_with_nobody_elses_accounts() -> None:
    mine, theirs = make_account("clerk", centre="LF"), make_account("clerk", centre="ZZ")
    (lf,) = a_city("LF")
    rows = []
    while batch := lf.say()[1]["down"]["messages"]:
        rows += batch
        lf.heard = batch[-1][0]
    accounts = [key for _, table, _, key, _ in rows if table == "staff_account"]
    assert str(mine.pk) in accounts
    assert str(theirs.pk) not in accounts
    assert str(Account.objects.get(username=HOUSE).pk) in accounts, "in whose name machines accept by rule"
    centres = [json.loads(row)["centre_id"] for _, table, _, _, row in rows if table == "centres_window"]
    assert set(centres) == {"LF"}
    lf.say()
    assert lf.node.acknowledged == lf.heard


def test_the_past_of_a_centre_goes_to_its_node_when_it_is_added() -> None:
    from onetrip.centres.models import Centre

    a_city()
    assert Centre.objects.filter(pk="ZZ").exists()
    past = a_visit("ZZ")
    past.save(force_insert=True)
    (zz,) = a_city("ZZ")
    seen, after = [], -1
    while zz.heard != after:
        after = zz.heard
        seen += zz.say()[1]["down"]["messages"]
        zz.heard = seen[-1][0]
    assert str(past.pk) in [key for _, table, _, key, _ in seen if table == "lobby_visit"]


def hear_all(speaker: Speaker) -> list[list]:
    """Everything the city has to say to a node, one batch after another."""
    rows: list[list] = []
    while batch := speaker.say()[1]["down"]["messages"]:
        rows += batch
        speaker.heard = batch[-1][0]
    return rows


def test_a_node_is_told_with_which_message_it_has_its_past(lf: Speaker) -> None:
    rows = hear_all(lf)
    assert lf.say()[1]["past"] == rows[-1][0] > 0


def test_a_second_node_hears_nothing_of_what_was_said_before_it_was_there() -> None:
    (lf,) = a_city("LF")
    version = published_catalogue()
    hear_all(lf)
    (zz,) = a_city("ZZ")
    told = [(table, deed) for _, table, deed, key, _ in hear_all(zz) if key == str(version.pk)]
    assert told == [("catalogue_catalogueversion", "I")], "once, with its past"


def test_a_city_that_has_less_than_a_node_has_heard_says_nothing_until_it_is_told_to_go_on(lf: Speaker) -> None:
    hear_all(lf)
    lf.say()
    Node.objects.update(said=lf.heard - 1)  # as in yesterday's backup
    status, told = lf.say(message_of(a_visit(), 5))
    assert (status, told["code"], visits()) == (409, "city-put-back", 0)
    make_account("clerk", centre="LF", username="since-the-backup")
    assert actions.go_on_restored(now=NOW, by="test") > 0
    rows = hear_all(lf)
    assert "since-the-backup" in "".join(row for *_, row in rows)
    assert make_account("clerk", centre="LF").pk > 1 << 32, "no number that a node may have for another row"


def test_a_node_that_begins_anew_hears_its_past_and_numbers_its_rows_apart_from_before(lf: Speaker) -> None:
    hear_all(lf)
    visit = a_visit()
    assert lf.say(message_of(visit, 5))[0] == 200
    anew = Speaker(actions.renew_node(centre="LF", now=NOW, by="test"))
    assert anew.key.node > lf.key.node
    assert lf.say()[0] == 401, "the machine that was lost opens nothing"
    anew.numbers = itertools.count(100)
    rows = hear_all(anew)
    assert str(visit.pk) in [key for _, table, _, key, _ in rows if table == "lobby_visit"]
    assert anew.say(message_of(a_visit(), 1))[1]["heard"] == 1
    assert visits() == 2


def test_a_dead_node_holds_nobodys_messages_up_and_has_to_begin_anew_when_it_comes_back() -> None:
    lf, px = a_city("LF", "PX")
    hear_all(lf)
    hear_all(px)
    lf.say()
    px.say()
    published_catalogue()
    make_account("clerk", centre="LF")
    later = timezone.now() + answering.GIVEN_UP_AFTER + timedelta(days=1)
    hear_all(lf)
    lf.say()
    Node.objects.filter(pk="LF").update(last_at=later)
    assert answering.prune(before=later, now=later) > 0
    kept = Outgoing.objects.exclude(to="PX")
    assert not kept.exists()
    heard = px.heard
    status, told = px.say(message_of(a_visit("PX"), 5))
    assert (status, told["heard"], told["down"]["messages"]) == (200, 5, []), "what it says is taken"
    assert px.heard == heard
    assert px.node.trouble["code"] == "begin-anew"
    assert Speaker(actions.renew_node(centre="PX", now=NOW, by="test"), numbers=itertools.count(100)).say()[1]["down"][
        "messages"
    ]


def test_a_living_node_keeps_what_it_has_not_heard() -> None:
    lf, _ = a_city("LF", "PX")
    version = published_catalogue()
    soon = timezone.now() + timedelta(days=30)
    hear_all(lf)
    lf.say()
    answering.prune(before=soon, now=soon)
    assert Outgoing.objects.filter(to="*", key=str(version.pk)).exists(), "PX has not heard it yet"


def test_a_node_begins_with_the_qualifications_of_those_who_work_there() -> None:
    mine = make_account("clerk", centre="LF")
    said = {"of": "category", "name": "ageing", "from_day": TODAY, "source": "test"}
    qualify(account_id=mine.pk, **said, now=NOW, by="x")
    (lf,) = a_city("LF")
    assert "staff_qualification" in [table for _, table, *_ in hear_all(lf)]
    assert lf.say(Message(5, "staff_qualification", "D", "1", None))[1]["code"] == "not-yours"


def test_a_house_that_is_no_city_answers_nobody() -> None:
    assert Client().post("/nodes/exchange", b"", content_type="application/octet-stream").status_code == 404
