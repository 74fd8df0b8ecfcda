"""What a full number is looked at for: a short list, and words where the list does not say enough."""

from __future__ import annotations

import pytest

from onetrip.ledger.refusals import Malformed
from onetrip.people.models import IdentityView
from onetrip.people.purposes import MOST_WORDS, NAMES, For, Purpose, read_purpose


@pytest.mark.parametrize("chosen", ["", "handle ", "curiosity", "OTHER"])
def test_none_and_one_that_is_not_in_the_list_are_no_purpose(chosen: str) -> None:
    with pytest.raises(Malformed, match="purpose-missing") as refused:
        read_purpose(chosen)
    assert refused.value.field == "purpose"


@pytest.mark.parametrize("words", ["", "  ", "x", "\0"])
def test_something_else_needs_a_sentence(words: str) -> None:
    with pytest.raises(Malformed, match="purpose-words"):
        read_purpose("other", words)
    assert str(read_purpose("other", "街道来核实")) == "街道来核实"


def test_words_stand_beside_the_purpose_on_one_line_and_not_too_long() -> None:
    assert str(read_purpose("contact", "约\n时间")) == "联系本人：约 时间"
    assert str(For(Purpose.HANDLE)) == "办理这件事"
    assert len(read_purpose("contact", "长" * 999).words) == MOST_WORDS


def test_every_purpose_has_its_name_in_both_languages_and_fits_its_column() -> None:
    assert set(NAMES) == set(Purpose)
    assert all(name.zh and name.en for name in NAMES.values())
    reason, purpose = IdentityView._meta.get_field("reason"), IdentityView._meta.get_field("purpose")
    assert max(len(one) for one in Purpose) <= reason.max_length
    assert max(len(str(For(one, "长" * MOST_WORDS))) for one in Purpose) <= purpose.max_length
