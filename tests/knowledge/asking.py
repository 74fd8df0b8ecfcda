"""Windows that ask and supervisors who answer, for the tests of this room."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from onetrip.knowledge import actions
from onetrip.knowledge.models import Answer, Question
from onetrip.lobby.models import Ticket
from onetrip.staff.models import Account
from tests import browsing
from tests.cases import matters
from tests.lobby.hall import Hall, open_hall

ASKED = "户口在外地的老人能不能领卡"
ANSWERED = "居住证满一年可以，凭居住证和身份证。"


@dataclass
class Asking:
    """A hall whose first clerk asks; `supervisor` and `other` may answer."""

    hall: Hall
    supervisor: Account
    other: Account
    editor: Account = field(default_factory=lambda: browsing.account("editor"))

    @property
    def clerk(self) -> Account:
        return self.hall.clerks[0]

    @property
    def now(self) -> datetime:
        return self.hall.now

    def serving(self, place: int = 0, **given: object) -> Ticket:
        return self.hall.serving(place, **given)

    def ask(self, words: str = ASKED, matter: str = "card", *, by: Account | None = None, **more: Any) -> Question:
        who = by or self.clerk
        given = {"key": uuid.uuid4(), "now": self.hall.tick(), **more}
        return actions.ask(centre="LF", account_id=who.pk, words=words, matter=matter, by=who.actor, **given)

    def do(self, verb: str, one: Question, by: Account | None = None, **more: Any) -> Question:
        """A step of a question: the helper's by the supervisor, the asker's by the clerk, unless said otherwise."""
        asker = verb in ("say_more", "withdraw", "judge")
        who = by or (self.clerk if asker else self.supervisor)
        given = {"key": uuid.uuid4(), "now": self.hall.tick(), **more}
        step = getattr(actions, verb)
        done: Question = step(centre="LF", question_id=one.pk, account_id=who.pk, by=who.actor, **given)
        return done

    def answer(self, one: Question, words: str = ANSWERED, *, by: Account | None = None, **more: Any) -> Question:
        given = {"question": one.words, "matter": one.matter, **more}
        return self.do("answer", one, by, words=words, **given)

    def known(self, words: str = ASKED, answer: str = ANSWERED, matter: str = "card") -> Answer:
        """Something that was asked and answered, by the clerk and the supervisor."""
        found = self.answer(self.ask(words, matter), answer).answer
        assert found is not None
        return found

    def change(self, verb: str, answer: Answer, by: Account | None = None, **more: Any) -> Answer:
        """correct, confirm, withdraw_answer or put_back, by the supervisor."""
        given = {"key": uuid.uuid4(), "now": self.hall.tick(), **more}
        done: Answer = getattr(actions, verb)(
            centre="LF", answer_id=answer.pk, by=(by or self.supervisor).actor, **given
        )
        return done

    def take_up(self, answer: Answer, how: str, why: str = "") -> Answer:
        return actions.take_up(
            answer_id=answer.pk, how=how, why=why, now=self.hall.tick(), by=self.editor.actor, key=uuid.uuid4()
        )


def open_asking() -> Asking:
    """The small catalogue, three windows, two supervisors, an editor."""
    hall = open_hall()
    matters.publish()
    return Asking(hall, browsing.account("supervisor"), browsing.account("supervisor"))
