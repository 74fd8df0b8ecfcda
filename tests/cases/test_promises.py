"""When asking for a paper breaks what a slip promised."""

from __future__ import annotations

import pytest

from onetrip.cases.promises import said_about
from onetrip.planning import Plan, plan
from tests.planning.making import DAY, asks, book, both, matter, said

NAMED = both("paper")


def slip(*, papers_known: bool = True, papers_complete: bool = True) -> Plan:
    """A slip for one matter that is sure and one that is not."""
    sure = matter(
        "sure",
        "married",
        asks("listed"),
        asks("spared", exempt="moved"),
        asks("hanging", when_="claimed"),
        papers_known=papers_known,
        papers_complete=papers_complete,
    )
    return plan(book(sure, matter("open", "ill")), said(married=True, moved=True), DAY, ["sure", "open"])


@pytest.mark.parametrize(
    ("about", "paper", "broken"),
    [
        ("sure", "listed", False),
        ("sure", "spared", True),
        ("sure", "hanging", False),
        ("sure", "never-heard-of", True),
        ("open", "never-heard-of", False),
        ("not-on-the-slip", "never-heard-of", False),
    ],
)
def test_only_what_the_slip_decided_otherwise_is_broken(about: str, paper: str, *, broken: bool) -> None:
    assert said_about(slip(), about, paper, NAMED).broken is broken


def test_where_the_slip_said_that_nobody_knows_the_papers_no_paper_breaks_it() -> None:
    told = said_about(slip(papers_known=False), "sure", "never-heard-of", NAMED)
    assert not told.broken
    assert told.sentence.zh == "单子写了材料还没核对到。"


def test_where_the_slip_said_that_its_list_may_lack_some_only_what_it_spared_breaks_it() -> None:
    partly = slip(papers_complete=False)

    more = said_about(partly, "sure", "never-heard-of", NAMED)
    assert not more.broken
    assert more.sentence.zh == "单子写了还要不要别的材料没核对到。"
    assert said_about(partly, "sure", "spared", NAMED).broken
    assert not said_about(partly, "sure", "listed", NAMED).broken
