"""What somebody may look at a resident's full number, name, telephone or papers for: a short list, so that looks can be
counted by purpose, and a sentence beside it where the list does not say enough. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from onetrip.ledger.refusals import Malformed
from onetrip.ledger.words import one_line
from onetrip.rules import Text

MOST_WORDS = 160


class Purpose(StrEnum):
    """What for."""

    HANDLE = "handle"
    COMPARE = "compare"
    CONTACT = "contact"
    HAND_OUT = "hand-out"
    REVIEW = "review"
    DECIDE = "decide"
    COMPLAINT = "complaint"
    OWNER = "owner"
    INSPECTION = "inspection"
    OTHER = "other"


NAMES = {
    Purpose.HANDLE: Text("办理这件事", "to handle this matter"),
    Purpose.COMPARE: Text("和证件、原件核对", "to compare with a card or an original"),
    Purpose.CONTACT: Text("联系本人", "to reach the resident"),
    Purpose.HAND_OUT: Text("交付结果", "to hand over a result"),
    Purpose.REVIEW: Text("审核自助申请", "to review what came from a machine"),
    Purpose.DECIDE: Text("部门审批", "for the department's decision"),
    Purpose.COMPLAINT: Text("处理投诉、求助", "to deal with a complaint"),
    Purpose.OWNER: Text("本人要看、要改、要删自己的信息", "the resident wants to see, mend or delete their own"),
    Purpose.INSPECTION: Text("检查、复议、诉讼", "an inspection, a reconsideration or a court"),
    Purpose.OTHER: Text("其他（请写清楚）", "something else (please write what)"),
}


@dataclass(frozen=True)
class For:
    """A purpose with the words beside it, which hold no number and no name."""

    purpose: Purpose
    words: str = ""

    def __str__(self) -> str:
        """As it stands on record, in Chinese, as the words of the staff do."""
        if self.purpose is Purpose.OTHER:
            return self.words
        return NAMES[self.purpose].zh + (f"：{self.words}" if self.words else "")


def read_purpose(chosen: str, words: str = "") -> For:
    """The purpose that a form sent. Raises Malformed (field "purpose") for none, and for "other" without words."""
    said = one_line(words, MOST_WORDS)
    try:
        purpose = Purpose(chosen)
    except ValueError as error:
        raise Malformed(
            "purpose-missing",
            "请选一个查看的用途，这条会留下记录。",
            "Please choose what you need it for; this is kept on record.",
            field="purpose",
        ) from error
    if purpose is Purpose.OTHER and len(said) < 2:
        raise Malformed(
            "purpose-words",
            "选了“其他”，请用一句话写清楚为什么要看。",
            "You chose “something else”: please write in a sentence why you need it.",
            field="purpose",
        )
    return For(purpose, said)
