"""The ways in which a resident can be told: each asks, answers and shows the plan as real people's screens do."""

from __future__ import annotations

import re
import uuid
from abc import ABC, abstractmethod
from typing import Any

from django.test import Client

from onetrip.advice.models import Slip
from onetrip.planning import Plan
from onetrip.rules import AGE, BIRTH_DATE
from tests import browsing
from tests.advice.talking import Program
from tests.factories import kiosk, synthetic_number
from tests.markup import Element, page
from tests.stories.story import Asks, Story

MOST_QUESTIONS = 150


class Way(ABC):
    """One way to consult. Every verb is a request that a program or a browser really sends."""

    def __init__(self, story: Story) -> None:
        self.story = story

    @abstractmethod
    def ask(self, asks: Asks) -> None:
        """Say it in one's own words, and take the matter that must be found."""

    @abstractmethod
    def come_by_proxy(self) -> None:
        """Somebody else comes."""

    @abstractmethod
    def ask_everything(self) -> None:
        """Go through everything."""

    @abstractmethod
    def question(self) -> str | None:
        """The fact that is asked about now."""

    @abstractmethod
    def answer(self, fact: str, raw: str) -> None:
        """Answer, or answer anew."""

    @abstractmethod
    def skip(self, fact: str) -> None:
        """Not known, or not to be said."""

    @abstractmethod
    def decline(self, matter: str) -> None:
        """Not wanted."""

    @abstractmethod
    def issue(self) -> str | None:
        """Take the slip: its token; None where it is refused, or where this way gives none."""

    @abstractmethod
    def told(self) -> str:
        """Everything that this way says of the plan, blanks left out."""

    def read_card(self) -> None:
        """Have the ID card read, where there is a reader; elsewhere the questions are answered."""
        return

    def plan(self) -> Plan | None:
        """The plan as data, where this way gives it."""
        return None

    def hold(self) -> None:
        """The whole conversation, to the last question."""
        story = self.story
        for asks in story.asks:
            self.ask(asks)
        if not story.is_consultation:
            return
        if story.id_card:
            self.read_card()
        if story.proxy:
            self.come_by_proxy()
        if story.everything:
            self.ask_everything()
        self._answer_all(at_first=True)
        for fact in story.first_says:
            said = story.says(fact)
            assert said is not None, f"{story.name}: what is true about {fact}?"
            self.answer(fact, said)
        if story.first_says:
            self._answer_all(at_first=False)
        for matter in story.does_not_want:
            self.decline(matter)
        self._answer_all(at_first=False)

    def _answer_all(self, *, at_first: bool) -> None:
        for _ in range(MOST_QUESTIONS):
            fact = self.question()
            if fact is None:
                return
            said = self.story.says(fact, at_first=at_first)
            if said is None:
                self.skip(fact)
            else:
                self.answer(fact, said)
        raise AssertionError(f"{self.story.name}: the questions never end")


class Computing(Way):
    """A program that keeps everything itself and has the plan computed anew at each step."""

    def __init__(self, story: Story) -> None:
        super().__init__(story)
        self._program = Program()
        self._asked: dict[str, Any] = {"wanted": [], "facts": {}, "skipped": [], "declined": []}
        self._asked |= {"language": story.language, "everything": story.everything, "day": story.day.isoformat()}

    def ask(self, asks: Asks) -> None:
        if _found(self._program, asks):
            self._asked["wanted"].append(asks.finds)

    def come_by_proxy(self) -> None:
        self._asked["by_proxy"] = True

    def ask_everything(self) -> None:
        self._asked["everything"] = True

    def question(self) -> str | None:
        question = self._now()["question"]
        return question["fact"] if question else None

    def answer(self, fact: str, raw: str) -> None:
        facts, skipped = self._asked["facts"], self._asked["skipped"]
        if fact in (BIRTH_DATE, AGE):
            facts.pop(BIRTH_DATE, None), facts.pop(AGE, None)
            learned = AGE if raw.isdecimal() and len(raw) <= 3 else BIRTH_DATE
            if learned != fact:
                skipped.append(fact)
            fact = learned
        facts[fact] = raw
        self._asked["skipped"] = [each for each in skipped if each != fact]

    def skip(self, fact: str) -> None:
        self._asked["facts"].pop(fact, None)
        self._asked["skipped"].append(fact)

    def decline(self, matter: str) -> None:
        self._asked["declined"].append(matter)

    def issue(self) -> str | None:
        return None

    def told(self) -> str:
        return _tight(self._now()["spoken"])

    def plan(self) -> Plan:
        return Plan.from_json(self._now()["plan"])

    def _now(self) -> dict[str, Any]:
        return self._program.compute(**self._asked)


class Talking(Way):
    """A program that holds a consultation: a resident's own, or staff's with the ID card read."""

    def __init__(self, story: Story, client: Client | None = None, channel: str = "phone") -> None:
        super().__init__(story)
        self._program = Program(client or Client())
        if story.language != "zh":
            self._program.client.cookies["onetrip_language"] = story.language
        self._state = self._program.begin(channel)
        self._channel = channel

    def ask(self, asks: Asks) -> None:
        if _found(self._program, asks):
            self._state = self._program.act("hear", matter=asks.finds, said=asks.says)

    def read_card(self) -> None:
        if self._channel != "phone":
            self._state = self._program.act("identity", id_number=_number(self.story))

    def come_by_proxy(self) -> None:
        self._state = self._program.act("proxy", by_proxy=True)

    def ask_everything(self) -> None:
        self._state = self._program.act("everything")

    def question(self) -> str | None:
        question = self._state["question"]
        return question["fact"] if question else None

    def answer(self, fact: str, raw: str) -> None:
        self._state = self._program.act("answer", fact=fact, answer=raw)

    def skip(self, fact: str) -> None:
        self._state = self._program.act("skip", fact=fact)

    def decline(self, matter: str) -> None:
        self._state = self._program.act("decline", matter=matter)

    def issue(self) -> str | None:
        answer = self._program.try_to("slip", language=self.story.language)
        return answer.json()["token"] if answer.status_code == 200 else None

    def told(self) -> str:
        return _tight(self._program.state()["spoken"])

    def plan(self) -> Plan:
        return Plan.from_json(self._program.state()["plan"])


class Phone(Way):
    """The resident's own phone: pages and forms, without JavaScript."""

    def __init__(self, story: Story) -> None:
        super().__init__(story)
        self.client = browsing.visitor(language=story.language)
        self._at = ""

    def ask(self, asks: Asks) -> None:
        found = page(self.client.get("/ask/", {"q": asks.says}))
        offered = [button.attributes["value"] for button in found.all("button", name="matter")]
        if asks.finds is None:
            assert "您说的是哪一件" not in found.text, f"{asks.says} is taken for {offered}"
            assert "Which" not in found.text or not offered
            return
        assert asks.finds in offered, f"{asks.says} leads to {offered}"
        if not self._at:
            self._at = self.client.post("/ask/begin", {"matter": asks.finds, "said": asks.says})["Location"]
        else:
            self._press("hear", matter=asks.finds, said=asks.says)

    def come_by_proxy(self) -> None:
        self._press("proxy", by_proxy="yes")

    def ask_everything(self) -> None:
        self._begin_if_nothing_was_asked()
        self._press("everything")

    def question(self) -> str | None:
        self._begin_if_nothing_was_asked()
        answer = self.client.get(f"{self._at}?more=1")
        if answer.status_code == 302:
            return None
        return _asked(page(answer))

    def answer(self, fact: str, raw: str) -> None:
        self._press("answer", fact=fact, answer=raw, more="1")

    def skip(self, fact: str) -> None:
        self._press("skip", fact=fact, more="1")

    def decline(self, matter: str) -> None:
        self._press("decline", matter=matter)

    def issue(self) -> str | None:
        answer = self.client.post(f"{self._at}slip", {"idempotency_key": str(uuid.uuid4())})
        return answer["Location"].rsplit("/", 1)[1] if answer.status_code == 302 else None

    def told(self) -> str:
        return _tight(self.page().text)

    def page(self) -> Element:
        """The page of the plan."""
        return page(self.client.get(f"{self._at}plan"))

    def _begin_if_nothing_was_asked(self) -> None:
        if not self._at:
            self._at = self.client.post("/ask/begin")["Location"]

    def _press(self, verb: str, **fields: str) -> None:
        answer = self.client.post(f"{self._at}{verb}", fields)
        assert answer.status_code == 302, page(answer).text


class Desk(Way):
    """The front desk: what is said goes into its one field, and Enter takes what fits best."""

    def __init__(self, story: Story, *, on_telephone: bool = False) -> None:
        super().__init__(story)
        self.client = browsing.visitor("guide", language=story.language)
        self._at = "/desk/begin/"
        self._on_telephone = on_telephone
        self._page: Element | None = None

    def ask(self, asks: Asks) -> None:
        if asks.finds is None:
            answer = self.client.post("/desk/begin/say", {"said": asks.says})
            assert answer.status_code == 422, f"{asks.says} is taken for something"
            return
        found = page(self.client.post("/desk/search", {"said": asks.says}))
        offered = [button.attributes["value"] for button in found.all("button", name="matter")]
        assert asks.finds in offered, f"{asks.says} leads to {offered}"
        if offered[0] == asks.finds:
            self._press("say", said=asks.says)
        else:
            self._press("hear", said=asks.says, matter=asks.finds)
        if self._on_telephone:
            self._press("channel", channel="telephone")
            self._on_telephone = False

    def read_card(self) -> None:
        self._press("identity", id_number=_number(self.story))

    def come_by_proxy(self) -> None:
        self._press("proxy", by_proxy="yes")

    def ask_everything(self) -> None:
        self._press("everything")

    def question(self) -> str | None:
        return _asked(self.page())

    def answer(self, fact: str, raw: str) -> None:
        self._press("answer", fact=fact, answer=raw)

    def skip(self, fact: str) -> None:
        self._press("skip", fact=fact)

    def decline(self, matter: str) -> None:
        self._press("decline", matter=matter)

    def issue(self) -> str | None:
        answer = self.client.post(f"{self._at}issue", {"idempotency_key": str(uuid.uuid4())})
        if answer.status_code != 302:
            return None
        link = next((each for each in self.page(anew=True).all("a") if "/s/" in each.attributes.get("href", "")), None)
        return re.search(r"/s/([^./?]+)", link.attributes["href"])[1] if link else None

    def told(self) -> str:
        return _tight(self.page(anew=True).text)

    def page(self, *, anew: bool = False) -> Element:
        """The page of the desk as it is."""
        if self._page is None or anew:
            address = "/desk/" if self._at == "/desk/begin/" else self._at
            self._page = page(self.client.get(address))
        return self._page

    def _press(self, verb: str, **fields: str) -> None:
        answer = self.client.post(f"{self._at}{verb}", fields)
        assert answer.status_code == 302, page(answer).text
        self._at, self._page = answer["Location"], None


class Kiosk(Way):
    """A machine of the 24-hour hall: pages and forms, without JavaScript."""

    def __init__(self, story: Story) -> None:
        super().__init__(story)
        self.client = browsing.visitor(kiosk().account, language=story.language)
        self._at = ""

    def ask(self, asks: Asks) -> None:
        found = page(self.client.post("/kiosk/search/found", {"said": asks.says}))
        offered = [link.attributes["href"].rsplit("/", 1)[1] for link in found.all("a")]
        if asks.finds is None:
            assert not offered or "不太确定" in found.text or "not sure" in found.text, (
                f"{asks.says} is taken for {offered}"
            )
            return
        assert asks.finds in offered, f"{asks.says} leads to {offered}"
        assert self.client.get(f"/kiosk/matters/{asks.finds}").status_code == 200
        if not self._at:
            self._begin(matter=asks.finds, said=asks.says)
        else:
            self._press("hear", matter=asks.finds, said=asks.says)

    def come_by_proxy(self) -> None:
        self._press("proxy", by_proxy="yes")

    def ask_everything(self) -> None:
        if not self._at:
            self._begin()
        self._press("everything")

    def question(self) -> str | None:
        if not self._at:
            self._begin()
        answer = self.client.get(f"{self._at}?more=1")
        return None if answer.status_code == 302 else _asked(page(answer))

    def answer(self, fact: str, raw: str) -> None:
        self._press("answer", fact=fact, answer=raw, more="1")

    def skip(self, fact: str) -> None:
        self._press("skip", fact=fact, more="1")

    def decline(self, matter: str) -> None:
        self._press("decline", matter=matter)

    def issue(self) -> str | None:
        answer = self.client.post(f"{self._at}slip", {"idempotency_key": str(uuid.uuid4())})
        if answer.status_code != 302:
            return None
        assert answer["Location"] == "/kiosk/slip", "no address names a slip at a kiosk"
        return Slip.objects.latest("issued_at").token

    def told(self) -> str:
        return _tight(page(self.client.get(f"{self._at}plan")).text)

    def _begin(self, **fields: str) -> None:
        self._at = self.client.post("/kiosk/begin", {"idempotency_key": str(uuid.uuid4()), **fields})["Location"]

    def _press(self, verb: str, **fields: str) -> None:
        answer = self.client.post(f"{self._at}{verb}", fields)
        assert answer.status_code == 302, page(answer).text


def _found(program: Program, asks: Asks) -> bool:
    """Whether the words lead to the matter they must lead to; what nobody can answer must not be answered."""
    found = program.post("find", {"said": asks.says}).json()["found"]
    if asks.finds is None:
        assert not [each for each in found if each["sure"]], f"{asks.says} is taken for {found}"
        return False
    assert asks.finds in [each["matter"] for each in found], f"{asks.says} leads to {found}"
    return True


def slip_of(token: str) -> Slip:
    """The slip that was issued."""
    return Slip.objects.select_related("catalogue", "resident", "consultation").get(token=token)


def tight(text: str) -> str:
    """The words without blanks: Chinese lines break anywhere."""
    return _tight(text)


def _tight(text: str) -> str:
    return re.sub(r"[\s\u200b\u00a0\u3000]+", "", text)


def _asked(found: Element) -> str | None:
    """The fact that a page's form asks about."""
    for form in found.all("form"):
        if form.attributes.get("action", "").endswith("/answer"):
            fact = form.first("input", name="fact")
            return fact.attributes["value"] if fact else None
    return None


def _number(story: Story) -> str:
    """A synthetic ID number of the person."""
    born = story.person.get(BIRTH_DATE)
    assert born is not None, f"{story.name}: an ID card says when its holder was born"
    return synthetic_number(born, sex=str(story.person.get("sex", "female")))
