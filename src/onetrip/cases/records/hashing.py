"""A file that somebody sends to be compared: its hash is taken as it comes in, and not one byte of it is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers
from django.http import HttpRequest

MOST_BYTES = 4_000_000
"""The longest file that is looked at; the longest of our own papers takes a twentieth of it."""


@dataclass(frozen=True)
class Hashed:
    """What is known of a file that was sent."""

    sha256: bytes
    is_too_large: bool


class HashedUpload(FileUploadHandler):
    """Takes the hash of the first file of a form. Set it before the form is read, or Django keeps the file first."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._digest = hashlib.sha256()
        self._length = 0
        self._files = 0

    def new_file(self, *given: Any, **more: Any) -> None:
        """Let no other handler have the file."""
        super().new_file(*given, **more)
        self._files += 1
        if self._files > 1:
            raise SkipFile
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 -- Django's signature
        """Take a piece in, and let it go; what is too long is not even hashed."""
        self._length += len(raw_data)
        if self._length > MOST_BYTES:
            raise SkipFile
        self._digest.update(raw_data)

    def file_complete(self, file_size: int) -> None:
        """No file comes of it."""

    @property
    def found(self) -> Hashed | None:
        """What was sent; None: nothing."""
        if not self._length:
            return None
        return Hashed(self._digest.digest(), is_too_large=self._length > MOST_BYTES)


def hashed(request: HttpRequest) -> Hashed | None:
    """What came in the form of a request whose handler is a HashedUpload; None where no file did."""
    request.POST  # noqa: B018 -- reads the form
    (handler,) = request.upload_handlers
    if not isinstance(handler, HashedUpload):
        raise TypeError("the form was read by another handler")
    return handler.found
