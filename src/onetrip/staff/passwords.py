"""Passwords that nobody may choose because everybody would try them first: the words of this house and its trade."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from onetrip.staff.models import Account

WORDS = (
    "onetrip",
    "yitang",
    "shanghai",
    "linfen",
    "shequ",
    "zhongxin",
    "shouli",
    "banshi",
    "yiwangtongban",
    "suishenban",
    "zhengwu",
    "chuangkou",
    "daoban",
    "zhuren",
    "clerk",
    "supervisor",
    "director",
    "一趟",
    "社区",
    "中心",
    "窗口",
    "一网通办",
    "随申办",
)
"""Names of the software, the city, the hall, its systems and its roles (docs/security.md)."""

_LEAST_BESIDES = 8
"""Signs that have to remain when the words of the house are taken out."""


class HouseWordsValidator:
    """Refuses a password that is hardly more than words of the house with a number behind them."""

    def validate(self, password: str, user: Account | None = None) -> None:  # noqa: ARG002 -- Django's signature
        """Raises ValidationError."""
        rest = password.lower()
        for word in WORDS:
            rest = rest.replace(word, "")
        if rest != password.lower() and len(rest) < _LEAST_BESIDES:
            raise ValidationError(self.get_help_text(), code="house-words")

    def get_help_text(self) -> str:
        """The rule in words."""
        return "A password may not be made of the names of this house, the city or the roles."
