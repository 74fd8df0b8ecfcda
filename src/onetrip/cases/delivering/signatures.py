"""A signature drawn at the window: whether it is one, written anew as a small picture, encrypted. Pure but for Pillow."""

from __future__ import annotations

import base64
import binascii
import io
import uuid
import warnings

from PIL import Image, UnidentifiedImageError

from onetrip.ledger.refusals import Malformed
from onetrip.people.crypto import decrypt_bytes, encrypt_bytes

MOST_SENT = 400_000
"""Characters of a form's field; a signature of the pad has a tenth of it."""
_MOST_PIXELS = 4_000_000
_SIZE = (600, 300)
_LEAST_INK = 150
_PREFIX = "data:image/png;base64,"


def read_signature(sent: str) -> bytes | None:
    """The picture that the page sent, black on white, nothing else in it; None where nobody signed. Raises Malformed."""
    if not sent:
        return None
    if not sent.startswith(_PREFIX) or len(sent) > MOST_SENT:
        raise _unreadable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(
                io.BytesIO(base64.b64decode(sent.removeprefix(_PREFIX), validate=True)), formats=["PNG"]
            )
            if opened.width * opened.height > _MOST_PIXELS:
                raise _unreadable()
            grey = opened.convert("L")
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        binascii.Error,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise _unreadable() from error
    if sum(grey.histogram()[:128]) < _LEAST_INK:
        raise Malformed("signature-empty", "还没有签名。", "There is no signature yet.", field="signature")
    grey.thumbnail(_SIZE)
    target = io.BytesIO()
    grey.point(lambda value: 255 if value > 127 else 0).convert("1").save(target, "PNG", optimize=True)
    return target.getvalue()


def sealed(picture: bytes, delivery_id: uuid.UUID) -> bytes:
    """As the row keeps it: readable under the id of this delivery alone."""
    return encrypt_bytes(picture, about=delivery_id.bytes)


def opened(kept: bytes, delivery_id: uuid.UUID) -> bytes:
    """The picture again."""
    return decrypt_bytes(bytes(kept), about=delivery_id.bytes)


def _unreadable() -> Malformed:
    return Malformed(
        "signature-unreadable",
        "签名没有传好，请再签一次。",
        "The signature did not come through; please sign again.",
        field="signature",
    )
