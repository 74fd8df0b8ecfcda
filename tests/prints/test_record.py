"""文书: what stands on it, and the codes on which anybody may check a paper."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import cv2
import numpy as np
import pytest
from PIL import Image

from onetrip.prints import FullNumberOnPaper
from onetrip.prints.notice import notice_print
from onetrip.prints.receipt import receipt_print
from onetrip.prints.record import record_print, record_words
from onetrip.prints.typesetter import DOTS_PER_INCH, Print
from onetrip.rules import Text
from tests.factories import synthetic_number
from tests.prints import samples
from tests.prints.reading import squeezed, text_of, words_of


def scanned(paper: Print) -> set[str]:
    """What a camera reads from the first page, printed in dots of black and white alone."""
    dots = (
        Image.open(BytesIO(paper.png(dots_per_inch=DOTS_PER_INCH))).convert("L").point(lambda grey: grey > 128 and 255)
    )
    seen = cv2.GaussianBlur(cv2.resize(np.asarray(dots), None, fx=2, fy=2), (3, 3), 0)
    _, said, _, _ = cv2.QRCodeDetector().detectAndDecodeMulti(seen)
    return {text for text in said if text}


@pytest.mark.parametrize("template", ["a5", "roll"])
def test_its_code_opens_the_page_on_which_it_is_checked(template: str) -> None:
    assert scanned(record_print(samples.RECORD, "zh", template)) == {samples.CHECK}


@pytest.mark.parametrize("template", ["a5", "roll"])
def test_a_receipt_and_a_notice_have_a_second_code_to_be_checked_by(template: str) -> None:
    receipt, notice = samples.CHECKED_RECEIPT, samples.CHECKED_NOTICE
    assert scanned(receipt_print(receipt, "zh", template)) == {receipt.address, samples.CHECK}
    assert scanned(notice_print(notice, "zh", template)) == {notice.address, samples.CHECK}


def test_a_receipt_without_one_says_nothing_of_it() -> None:
    assert "核验" not in text_of(receipt_print(samples.RECEIPT, "zh", "a5").pdf())


def test_the_reason_and_the_way_to_object_stand_on_it_in_both_languages() -> None:
    zh = text_of(record_print(samples.RECORD, "zh", "a5").pdf())
    en = text_of(record_print(samples.RECORD, "en", "a5").pdf())
    assert "理由户口不在本市，请到户籍地办。" in zh
    assert "不服怎么办申请行政复议：60日内提出。提起行政诉讼：6个月内提出。" in zh
    assert squeezed("If you disagree Ask for administrative reconsideration") in en


def test_what_is_signed_by_hand_has_its_line() -> None:
    words = list(words_of(record_words(samples.LARGE_RECORD, "zh")))
    assert words.index("承诺人") < words.index("经办人")


def test_a_full_id_number_does_not_get_onto_it() -> None:
    number = synthetic_number()
    with pytest.raises(FullNumberOnPaper):
        replace(samples.RECORD, lines=((Text("理由", "Reason"), Text(number, number)),))
