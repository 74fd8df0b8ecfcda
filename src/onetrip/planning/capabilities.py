"""What a machine of the 24-hour hall may have beside its screen: the words in which a matter says what it needs of one
(`needs_device` in its file) and a kiosk what it has (`centres.Device.capabilities`). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from onetrip.rules import Text

CAPABILITIES: Mapping[str, Text] = {
    "printer": Text("小票打印机", "slip printer"),
    "a4_printer": Text("A4 打印机", "A4 printer"),
    "scanner": Text("扫码窗", "code scanner"),
    "id_reader": Text("身份证读卡器", "ID-card reader"),
    "camera": Text("高拍仪", "document camera"),
    "card_slot": Text("社保卡插口", "social-security card slot"),
    "signature": Text("手写签名屏", "signature screen"),
}
"""By the word that stands in files and tables; in the order in which they are shown."""


def lacking(has: Iterable[str], needs: Iterable[str]) -> tuple[str, ...]:
    """What is needed and not there, in the order of CAPABILITIES; a word nobody knows counts as lacking, at the end."""
    missing = set(needs) - set(has)
    return (*(word for word in CAPABILITIES if word in missing), *sorted(missing - set(CAPABILITIES)))
