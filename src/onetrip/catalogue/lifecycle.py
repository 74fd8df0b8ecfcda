"""The life of a draft, as one table."""

from __future__ import annotations

from onetrip.catalogue.models import Draft
from onetrip.ledger.lifecycle import Lifecycle, Step
from onetrip.rules import Text

DRAFT = Lifecycle(
    thing=Text("草稿", "Draft"),
    states={
        Draft.State.DRAFT: Text("在写", "being written"),
        Draft.State.SUBMITTED: Text("待审", "to be reviewed"),
        Draft.State.APPROVED: Text("审过，待发布", "approved, to be published"),
        Draft.State.PUBLISHED: Text("已发布", "published"),
        Draft.State.WITHDRAWN: Text("已撤回", "withdrawn"),
    },
    steps=(
        Step("save", (Draft.State.DRAFT,), Draft.State.DRAFT),
        Step("submit", (Draft.State.DRAFT,), Draft.State.SUBMITTED),
        Step("approve", (Draft.State.SUBMITTED,), Draft.State.APPROVED),
        # What was approved may still be taken back before its day: then it is written and reviewed anew.
        Step("return", (Draft.State.SUBMITTED, Draft.State.APPROVED), Draft.State.DRAFT),
        Step("publish", (Draft.State.APPROVED,), Draft.State.PUBLISHED),
        Step("withdraw", (Draft.State.DRAFT, Draft.State.SUBMITTED, Draft.State.APPROVED), Draft.State.WITHDRAWN),
    ),
)
