"""A new matter is one YAML file: the example of the README, taken from the README, goes all the way without a line of code."""

from __future__ import annotations

import io
import re
import shutil
import uuid
from pathlib import Path

import pytest
from pypdf import PdfReader

from onetrip.advice import actions as advice
from onetrip.advice import queries as consultations
from onetrip.cases import actions as cases
from onetrip.cases.actions import AcceptedMatter
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.search import search
from onetrip.centres.models import Window
from onetrip.lobby import actions as lobby
from tests.browsing import visitor, words
from tests.factories import CATALOGUE, NOW, make_account, make_centre, make_duty, published_catalogue

README = Path(__file__).resolve().parents[2] / "README.md"


def example() -> tuple[str, str]:
    """The file that the README tells a newcomer to save: its name and its text."""
    text = README.read_text(encoding="utf-8")
    name = re.search(r"catalogue/shanghai/(matters/[a-z-]+\.yaml)", text)
    block = re.search(r"```yaml\n(.+?)```", text, re.DOTALL)
    assert name
    assert block
    return name.group(1), block.group(1)


@pytest.fixture
def with_new_matter(tmp_path: Path) -> Path:
    """The real catalogue and one file more."""
    folder = tmp_path / "shanghai"
    shutil.copytree(CATALOGUE, folder)
    name, text = example()
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.django_db(transaction=True)
def test_one_file_appears_in_search_plan_slip_checklist_and_acceptance(with_new_matter: Path) -> None:
    make_centre()
    published_catalogue(with_new_matter)
    catalogue = catalogues.current()
    assert search(catalogue, "我想借书，办个借书证")[0].matter.id == "library-card"

    consultation = advice.begin(centre="LF", channel="desk", now=NOW, by="staff:guide")
    here = {"consultation_id": consultation.pk, "now": NOW, "by": "staff:guide"}
    advice.hear(said="借书证", matter="library-card", **here)
    question = consultations.state(consultation.pk, now=NOW).question
    assert question is not None
    assert question.fact in {"age", "birth_date"}
    advice.answer(fact="birth_date", raw="19900101", **here)
    slip = advice.issue(last_four=None, language="zh", key=uuid.uuid4(), **here)
    resident = visitor()
    assert "读者证申领" in words(resident.get(f"/s/{slip.token}"))
    assert "Library card" in words(visitor(language="en").get(f"/s/{slip.token}"))
    pdf = PdfReader(io.BytesIO(resident.get(f"/s/{slip.token}.pdf").content))
    assert "读者证申领" in "".join("".join(page.extract_text() for page in pdf.pages).split())
    assert "当场拿到" in words(resident.get("/matters/library-card"))

    clerk = make_account("clerk")
    window = Window.objects.get(centre_id="LF", number=1)
    make_duty(window, clerk)
    doing = {"now": NOW, "by": clerk.actor}
    ticket = lobby.arrive(centre="LF", slip_id=slip.pk, key=uuid.uuid4(), **doing)
    lobby.call_next(centre="LF", window_id=window.pk, account_id=clerk.pk, key=uuid.uuid4(), **doing)
    lobby.start(ticket_id=ticket.pk, account_id=clerk.pk, key=uuid.uuid4(), **doing)
    page = words(visitor(clerk).get("/window/"))
    assert "读者证申领" in page
    assert "本人、在有效期内" in page
    receipt = cases.accept(
        ticket_id=ticket.pk,
        account_id=clerk.pk,
        matters=[AcceptedMatter(matter="library-card", papers=("id-card",))],
        key=uuid.uuid4(),
        **doing,
    )
    (case,) = receipt.cases.all()
    assert (case.matter, case.state) == ("library-card", "completed")  # on the spot
    slip.refresh_from_db()
    assert slip.state == "honoured"


def test_the_chinese_readme_shows_the_same_file() -> None:
    chinese = README.with_name("README.zh-CN.md").read_text(encoding="utf-8")
    assert example()[1] in chinese
