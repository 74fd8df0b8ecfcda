"""The window says who came and for whom, and shows nothing of the one to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from onetrip.cases.models import Authority, Case
from onetrip.lobby.models import Ticket, Visit
from onetrip.people.actions import know
from onetrip.people.identity import Identity, read_number
from onetrip.people.models import IdentityView, Resident
from tests import browsing
from tests.cases.counter import Counter
from tests.factories import NOW, TODAY, synthetic_number
from tests.prints.reading import squeezed, text_of

pytestmark = pytest.mark.django_db

MOTHER, SON = synthetic_number(date(1958, 3, 2)), synthetic_number(date(1985, 1, 1), sex="male")


@pytest.fixture(autouse=True)
def the_clock_of_the_hall(counter: Counter) -> Iterator[None]:
    with time_machine.travel(counter.hall.now.replace(minute=58), tick=False):
        yield


@pytest.fixture
def clerk(counter: Counter) -> Client:
    return browsing.visitor(counter.hall.clerks[0])


def press(client: Client, address: str, **fields: object):
    return client.post(
        f"/window/{address}", {"idempotency_key": browsing.key(), **fields}, headers={"HX-Request": "true"}
    )


def read(clerk: Client, ticket: Ticket, number: str, name: str = ""):
    return press(clerk, "recognise", ticket=ticket.pk, scan=number, name=name)


def came(clerk: Client, ticket: Ticket, number: str = SON, relation: str = "agent", **more: str):
    return press(clerk, "who-came", ticket=ticket.pk, verb="came", scan=number, relation=relation, **more)


def enter(clerk: Client, ticket: Ticket, **changed: object):
    said = {
        "proof": "letter",
        "letter_matter": ["pension"],
        "until": "2026-12-31",
        "principal_last_four": MOTHER[-4:],
        "agent_last_four": SON[-4:],
    }
    return press(clerk, "authority", ticket=ticket.pk, **{**said, **changed})


def test_from_the_wrong_card_to_the_case_with_both_persons(counter: Counter, clerk: Client) -> None:
    ticket = counter.serving(wanted=["pension"])
    read(clerk, ticket, SON, "李子")  # the machine's card was his
    asked = browsing.words(press(clerk, "check", ticket=ticket.pk, seen="1", matter="pension", proxy="yes"))
    assert "谁来的" in asked
    assert "刚才读的（李＊）就是来的人" in asked
    his = press(clerk, "who-came", ticket=ticket.pk, verb="theirs", relation="agent")
    assert "替谁办，还没读证件" in browsing.words(his)
    both = browsing.words(read(clerk, ticket, MOTHER, "王本人"))
    assert "办件人，没有来" in both
    assert "还没登记" in both
    filed = enter(clerk, ticket)
    assert "登记过，在效" in browsing.words(filed)
    page = press(
        clerk,
        "accept",
        ticket=ticket.pk,
        seen="1",
        matter="pension",
        proxy="yes",
        paper=["a|id-card", "a|proxy-id-card"],
    )
    assert "收下 1 件" in browsing.words(page)
    case = Case.objects.get()
    assert (case.resident.number, case.proxy.number, case.authority.until) == (MOTHER, SON, date(2026, 12, 31))
    for answer in (his, filed, page):
        assert MOTHER not in answer.content.decode()
        assert SON not in answer.content.decode()


def test_what_is_ticked_stays_when_the_letter_is_entered(counter: Counter, clerk: Client) -> None:
    ticket = counter.serving(wanted=["pension"])
    read(clerk, ticket, MOTHER)
    came(clerk, ticket)
    page = enter(clerk, ticket, seen="1", matter="pension", paper="pension|id-card").content.decode()
    assert re.search(r'value="pension\|id-card"[^>]* checked', page)


def test_put_right_and_taken_back_by_one_press(counter: Counter, clerk: Client) -> None:
    ticket = counter.serving(wanted=["pension"])
    read(clerk, ticket, SON)
    came(clerk, ticket, MOTHER)
    press(clerk, "who-came", ticket=ticket.pk, verb="swap")
    visit = Visit.objects.get()
    assert (visit.resident.number, visit.proxy.number) == (MOTHER, SON)
    alone = press(clerk, "who-came", ticket=ticket.pk, verb="self")
    assert "代办人来的" in browsing.words(alone)
    assert "来的人的身份证号" not in browsing.words(alone)
    assert Visit.objects.get().proxy is None


def test_a_slip_or_nonsense_is_not_taken_for_the_card_of_who_came(counter: Counter, clerk: Client) -> None:
    ticket = counter.serving(wanted=["pension"])
    for scan in ("LF 1124 0001", "", "31010119000101"):
        assert came(clerk, ticket, scan).status_code in (404, 409, 422)
    assert came(clerk, ticket, SON, relation="").status_code == 422
    assert press(clerk, "who-came", ticket=ticket.pk, verb="theirs", relation="agent").status_code == 409
    assert press(clerk, "who-came", ticket=ticket.pk, verb="wave").status_code == 404
    assert Visit.objects.get().proxy is None


def test_a_letter_of_others_is_refused_in_words_on_the_page(counter: Counter, clerk: Client) -> None:
    ticket = counter.serving(wanted=["pension"])
    read(clerk, ticket, MOTHER)
    came(clerk, ticket)
    refused = enter(clerk, ticket, agent_last_four="000X")
    assert refused.status_code == 409
    assert "不是同一个人" in browsing.words(refused)
    assert "到 2020-01-01 就到期了" in browsing.words(enter(clerk, ticket, until="2020-01-01"))
    assert enter(clerk, ticket, until="tomorrow").status_code == 422
    assert not Authority.objects.exists()


def test_what_the_rules_say_stands_beside_the_matter(counter: Counter, clerk: Client) -> None:
    ticket = counter.serving(wanted=["endorsement", "nobody", "silent", "listed"])
    read(clerk, ticket, MOTHER)
    page = browsing.words(came(clerk, ticket))
    assert "只有监护人或近亲属能代办" in page
    assert "要本人来，不能代办" in page
    assert "目录里没核对到" in page
    relatives = browsing.words(came(clerk, ticket, relation="relative"))
    assert "只有监护人或近亲属能代办" not in relatives


def test_a_guardian_is_asked_for_a_proof_and_not_for_a_letter(counter: Counter, clerk: Client) -> None:
    ticket = counter.serving(wanted=["pension"])
    read(clerk, ticket, synthetic_number(date(2018, 5, 1)))
    page = browsing.words(came(clerk, ticket, relation="guardian"))
    assert "登记看过的证明" in page
    assert "委托书写了哪几件" not in page
    filed = browsing.words(press(clerk, "authority", ticket=ticket.pk, proof="birth"))
    assert "到 2036 年 4 月 30 日" in filed


def test_slips_of_the_person_concerned_are_not_offered_to_whoever_came_without_authority(
    counter: Counter, clerk: Client
) -> None:
    slip = counter.slip("pension")
    slip.resident = know(identity=_identity(MOTHER), now=NOW)
    slip.save()
    ticket = counter.serving(wanted=["pension"])
    assert "这位居民有小贴士" in browsing.words(read(clerk, ticket, MOTHER))
    unknown = press(clerk, "check", ticket=ticket.pk, seen="1", matter="pension", proxy="yes")
    for page in (unknown, came(clerk, ticket)):
        assert slip.token not in page.content.decode()
        assert "这位居民有小贴士" not in browsing.words(page)
    assert "这位居民有小贴士" in browsing.words(enter(clerk, ticket))


def test_what_others_have_on_file_is_shown_to_nobody(counter: Counter, clerk: Client) -> None:
    ticket = counter.serving(wanted=["pension"])
    read(clerk, ticket, MOTHER)
    came(clerk, ticket)
    enter(clerk, ticket)
    counter.hall.at_window("finish", ticket)
    other = counter.serving(wanted=["pension"])
    read(clerk, other, MOTHER)
    page = came(clerk, other, synthetic_number(date(1990, 1, 1)))
    assert "2026 年 12 月 31 日" not in browsing.words(page)
    assert str(Authority.objects.get().pk) not in page.content.decode()


def test_the_principal_in_person_sees_and_revokes_what_they_gave(counter: Counter, clerk: Client) -> None:
    ticket = counter.serving(wanted=["pension"])
    read(clerk, ticket, MOTHER, "王本人")
    came(clerk, ticket, name="李子")
    enter(clerk, ticket)
    counter.hall.at_window("finish", ticket)
    alone = counter.serving()
    page = read(clerk, alone, MOTHER)
    assert "本人给出的委托" in browsing.words(page)
    assert "李＊" in browsing.words(page)
    authority = Authority.objects.get()
    gone = press(clerk, f"authority/{authority.pk}/end", ticket=alone.pk)
    assert "本人给出的委托" not in browsing.words(gone)
    authority.refresh_from_db()
    assert authority.ending == "revoked"


def test_the_full_number_that_is_shown_is_that_of_the_person_concerned_alone(counter: Counter, clerk: Client) -> None:
    ticket = counter.serving(wanted=["pension"])
    read(clerk, ticket, MOTHER)
    came(clerk, ticket)
    shown = press(clerk, "identity", purpose="handle", words="填市级系统")
    assert MOTHER in shown.content.decode()
    assert SON not in shown.content.decode()
    assert IdentityView.objects.get().resident == Resident.objects.get(pk=Visit.objects.get().resident_id)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_letter_to_sign_names_matters_and_no_number(counter: Counter, clerk: Client, language: str) -> None:
    ticket = counter.serving(wanted=["pension", "nobody"])
    read(clerk, ticket, MOTHER, "王本人")
    came(clerk, ticket, name="李子")
    answer = clerk.get(f"/window/authority-letter/{ticket.pk}.pdf?language={language}&until=2026-12-31")
    assert answer["Content-Type"] == "application/pdf"
    said = text_of(answer.content)
    assert ("养老金" if language == "zh" else "Pension") in said
    assert "王＊＊" in said
    for number in (MOTHER, SON):
        assert number not in said
    assert squeezed("2026 年 12 月 31 日" if language == "zh" else "31 December 2026") in said


def test_no_letter_is_printed_for_what_nobody_else_may_do_and_none_at_another_window(
    counter: Counter, clerk: Client
) -> None:
    ticket = counter.serving(wanted=["nobody"])
    assert clerk.get(f"/window/authority-letter/{ticket.pk}.pdf").status_code == 409
    colleague = browsing.visitor(counter.hall.clerks[1])
    assert colleague.get(f"/window/authority-letter/{ticket.pk}.pdf").status_code == 409
    assert clerk.get(f"/window/authority-letter/{ticket.pk}.pdf?language=fr").status_code == 404


def test_from_a_slip_anybody_prints_the_letter_for_what_is_on_it(counter: Counter) -> None:
    slip = counter.slip("pension", "card")
    page = browsing.words(browsing.visitor().get(f"/s/{slip.token}"))
    assert "打印委托书" in page
    for language, word in (("zh", "授权委托书"), ("en", "Letter of authority")):
        answer = browsing.visitor().get(f"/s/{slip.token}/authority.pdf?language={language}")
        assert squeezed(word) in text_of(answer.content)
    alone = counter.slip("nobody")
    assert "打印委托书" not in browsing.words(browsing.visitor().get(f"/s/{alone.token}"))
    assert browsing.visitor().get(f"/s/{alone.token}/authority.pdf").status_code == 409


def _identity(number: str) -> Identity:
    return read_number(number, day=TODAY)
