"""A matter done at a kiosk, page by page: how long each step of it is waited for."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

from stdnum.iso7064 import mod_11_2
from tests.drawn import picture, signature
from tests.lean_browser import Browser

MATTER = "elder-card"
NOW = "/kiosk/errands/now"
_PRESS = f"{NOW}/do/"
_BODY = "31000019601118042"
"""Of an ID number of the district 310000, which nobody has."""


def walk(browser: Browser, measure: Callable[[str], list[float]]) -> Iterator[tuple[str, list[float]]]:
    """Do the elder card at the kiosk of `browser`; `measure` is asked at each step, with the address of its page."""
    yield "a matter, before it begins", measure(f"/kiosk/errands/{MATTER}")
    browser.send(f"/kiosk/errands/{MATTER}/begin", whom="self", **_once())
    yield "who stands there", measure(NOW)
    browser.send(f"{_PRESS}identify", id_number=_BODY + mod_11_2.calc_check_digit(_BODY), name="王测试", **_once())
    yield "a question of a run", measure(NOW)
    browser.send(f"{_PRESS}answer", fact="hukou", answer="shanghai")
    yield "a form", measure(NOW)
    browser.send(f"{_PRESS}form", **{"field-bank": "工商银行"})
    yield "the papers", measure(NOW)
    browser.send_picture(f"{NOW}/camera/id-card", picture(), "image/jpeg")
    yield "the papers with a picture", measure(NOW)
    browser.send(f"{_PRESS}papers")
    yield "the signature", measure(NOW)
    browser.send_picture(f"{NOW}/sign", signature(), "image/png")
    yield "all of it, to check", measure(NOW)
    browser.send(f"{_PRESS}submit", **_once())
    yield "the receipt", measure(NOW)


def _once() -> dict[str, str]:
    return {"idempotency_key": str(uuid.uuid4())}
