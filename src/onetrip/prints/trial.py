"""试印: a strip that shows whether a printer prints, and which one it is. Of nobody, and worth nothing."""

from __future__ import annotations

from datetime import datetime

from onetrip.prints import blocks
from onetrip.prints.qr import printed
from onetrip.prints.sheets import Language
from onetrip.prints.typesetter import Print
from onetrip.prints.voice import Voice
from onetrip.rules import Text


def trial_print(*, place: Text, centre: Text, at: datetime, address: str, language: Language) -> Print:
    """The strip for the printer at `place`; its code opens `address`, so that one sees whether codes come out sharp."""
    voice = Voice(language)
    words = blocks.head(
        language,
        heading=voice("试印", "Trial print"),
        centre=voice.of(centre),
        number="8888",
        code_says=voice("二维码：设备页", "QR code: the page of devices"),
        under=[[voice("字清、线不断、码能扫。", "Letters, lines and code: all clear?")]],
        demonstration=False,
    )
    words |= {
        "large": [voice.of(place)],
        "code_caption": voice("扫一扫试试", "Scan it to try"),
        "foot": [[voice.moment(at)]],
    }
    return Print("ticket", words, printed(address), at.date())
