"""How somebody can be told something: a mobile number, an e-mail address where the house sends mail, the city's app. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from onetrip.ledger.refusals import Malformed

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
LONGEST = 120


Way = Literal["sms", "email", "app"]
"""How a message travels."""

WAYS: tuple[Way, ...] = ("sms", "app", "email")
"""Every way, in the order in which they are tried where a person prefers none."""


@dataclass(frozen=True)
class Contact:
    """Where a message goes: "sms" to a mobile number, "email" to an address, "app" to an account of the city's app."""

    way: Way
    to: str

    @property
    def masked(self) -> str:
        """As it may be shown: 138****5678, l***@example.org."""
        if self.way == "app":
            return "App"
        if self.way == "sms":
            return f"{self.to[:3]}****{self.to[-4:]}"
        name, host = self.to.split("@")
        return f"{name[0]}***@{host}"


def read_contact(raw: str, *, email: bool) -> Contact | None:
    """The contact as people type it (spaces, +86, full-width figures); None for nothing.

    `email`: whether the house sends mail. Raises Malformed (field "contact").
    """
    text = unicodedata.normalize("NFKC", raw[:LONGEST]).strip()
    if not text:
        return None
    plain = re.sub(r"[\s\-—·().]", "", text)
    plain = re.sub(r"^(\+|00)?86(?=1)", "", plain)
    if _MOBILE.fullmatch(plain):
        return Contact("sms", plain)
    if email and len(text) <= 100 and _EMAIL.fullmatch(text):
        name, host = text.rsplit("@", 1)
        return Contact("email", f"{name}@{host.lower()}")
    if email:
        raise Malformed(
            "contact-form",
            "手机号是 11 位数字，邮箱里有一个 @。也可以不填。",
            "A mobile number has 11 digits, an e-mail address one @. You may also leave it empty.",
            field="contact",
        )
    raise Malformed(
        "contact-form",
        "手机号是 11 位数字，1 开头。也可以不填。",
        "A mobile number has 11 digits and begins with 1. You may also leave it empty.",
        field="contact",
    )


def reachable(
    *, telephone: str | None, email: str | None, app_account: str | None, prefers: str, agreed: bool
) -> tuple[Contact, ...]:
    """Every way to somebody, the preferred one first; none for who wants no messages (`prefers` "none").

    A telephone that was given for an errand is used for it, if it is a mobile. Address and app are used only while the
    resident's consent holds (`agreed`).
    """
    if prefers == "none":
        return ()
    known: dict[Way, str | None] = {
        "sms": telephone if telephone and _MOBILE.fullmatch(telephone) else None,
        "app": app_account if agreed else None,
        "email": email if agreed else None,
    }
    order = sorted(WAYS, key=lambda way: way != prefers)
    return tuple(Contact(way, to) for way in order if (to := known[way]))


def stored(text: str | None) -> Contact | None:
    """A contact as it was kept."""
    if not text:
        return None
    return Contact("email" if "@" in text else "sms", text)
