"""Where a result is posted to, as people write it. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from onetrip.ledger.refusals import Malformed
from onetrip.ledger.words import one_line
from onetrip.people.identity import mask_name

_TELEPHONE = re.compile(r"(1[3-9][0-9]{9})|(0[0-9]{2,3}[0-9]{7,8})|([2-9][0-9]{7})")
_LEAST_ADDRESS = 6


@dataclass(frozen=True)
class Address:
    """Name, telephone and address of whoever gets the parcel."""

    name: str
    telephone: str
    address: str

    def stored(self) -> dict[str, str]:
        """As the encrypted column holds it."""
        return {"name": self.name, "telephone": self.telephone, "address": self.address}


def read_address(name: str, telephone: str, address: str) -> Address:
    """The address as it was typed, on one line each. Raises Malformed, which names the field and repeats nothing of it."""
    to, where = one_line(name, 40), one_line(unicodedata.normalize("NFKC", address), 160)
    number = re.sub(r"[\s\-—·().]", "", unicodedata.normalize("NFKC", telephone[:40]))
    number = re.sub(r"^(\+|00)?86(?=1)", "", number)
    if len(to) < 2:
        raise Malformed("post-name", "请写收件人姓名。", "Please give the name of who receives it.", field="post_name")
    if not _TELEPHONE.fullmatch(number):
        raise Malformed(
            "post-telephone",
            "请写收件人的电话：手机 11 位，或带区号的座机。",
            "Please give a telephone number: a mobile of 11 digits, or a landline.",
            field="post_telephone",
        )
    if len(where) < _LEAST_ADDRESS:
        raise Malformed(
            "post-address",
            "请写完整的地址：区、路、门牌、室号。",
            "Please give the whole address: district, road, number, room.",
            field="post_address",
        )
    return Address(to, number, where)


def masked(stored: dict[str, str]) -> str:
    """As a screen shows it: 王＊ 138****5678 上海市静安区…"""
    number = stored["telephone"]
    return f"{mask_name(stored['name'])} {number[:3]}****{number[-4:]} {stored['address'][:6]}…"
