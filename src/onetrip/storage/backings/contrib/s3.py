"""Any object store that speaks S3, as the government clouds offer one: a bucket, and a prefix that is this house's alone.

A write is one PUT with the digest of its body, so that the store itself refuses what was cut off or changed on the way; a read
is decrypted with a tag, so that wrong bytes are noticed whatever the store says. Each call has its time; a store that failed
some times in a row is left alone for a while (`ledger.outside`), so that no window waits for it again and again.
"""

from __future__ import annotations

import base64
import hashlib
import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings

from onetrip.ledger import outside
from onetrip.storage.backings.base import Away, Gone

log = logging.getLogger("onetrip.storage")

T = TypeVar("T")

_TRIES = 2
"""Of one call, within its time: a connection that the store has closed meanwhile is no fault of anybody."""
_UNKNOWN = ("NoSuchKey", "404", "NotFound")
_EMPTY = ("InvalidRange", "416")
"""What a store says where a part is asked of something that has no bytes."""


class Bucket:
    """One collection: the names under one prefix of the bucket."""

    def __init__(self, client: Any, bucket: str, prefix: str, line: outside.Outside, patience: float) -> None:
        self._client, self._bucket, self._prefix = client, bucket, prefix
        self._line, self._patience = line, patience

    def write(self, name: str, content: bytes) -> None:
        """Keep `content`: the store has it whole or not at all. Raises Away."""
        digest = base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
        self._ask(
            lambda: self._client.put_object(
                Bucket=self._bucket,
                Key=self._prefix + name,
                Body=content,
                ContentMD5=digest,
                ContentType="application/octet-stream",
            )
        )

    def read(self, name: str) -> bytes:
        """What is kept. Raises Gone, Away."""
        found = self._ask(lambda: self._fetched(name))
        if found is None:
            raise Gone(name)
        return found

    def begins(self, name: str, length: int) -> bytes:
        """How it begins; of no more than that is asked. Raises Gone, Away."""
        found = self._ask(lambda: self._fetched(name, Range=f"bytes=0-{length - 1}"))
        if found is None:
            raise Gone(name)
        return found[:length]

    def replace(self, name: str, content: bytes) -> None:
        """Keep `content` in the place of what is there; the store dates it anew. Raises Gone, Away."""
        self.begins(name, 1)
        self.write(name, content)

    def remove(self, name: str) -> None:
        """Delete it; nothing happens when it is gone already. Raises Away."""
        self._ask(lambda: self._client.delete_object(Bucket=self._bucket, Key=self._prefix + name))

    def names(self, before: datetime | None) -> Iterator[str]:
        """Every name, or those last written before a moment. The store holds nothing half-written. Raises Away."""
        after: dict[str, str] = {}
        while True:
            page = self._ask(
                lambda after=after: self._client.list_objects_v2(  # type: ignore[misc]  # bound on purpose
                    Bucket=self._bucket, Prefix=self._prefix, **after
                )
            )
            for each in page.get("Contents", ()):
                if before is None or each["LastModified"] < before:
                    yield str(each["Key"]).removeprefix(self._prefix)
            if not page.get("IsTruncated"):
                return
            after = {"ContinuationToken": page["NextContinuationToken"]}

    def _fetched(self, name: str, **part: str) -> bytes | None:
        from botocore.exceptions import ClientError

        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + name, **part)
            content: bytes = answer["Body"].read()
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code")
            if code in _UNKNOWN:
                return None
            if part and code in _EMPTY:
                return b""
            raise
        return content

    def _ask(self, call: Callable[[], T]) -> T:
        try:
            return self._line.ask(call, self._patience)
        except outside.Away as error:
            log.warning("object store: %s", type(error.__cause__).__name__ if error.__cause__ else "left alone")
            raise Away from error


def backing(collection: str) -> Bucket:
    """The part of the bucket that is this collection's."""
    said = settings.S3
    prefix = f"{said['prefix'].strip('/')}/{collection}/".lstrip("/")
    patience = float(said["patience"])
    client = _client(*(str(said[name]) for name in ("address", "region", "key", "secret", "ca", "style")), patience)
    return Bucket(client, said["bucket"], prefix, _line(said["address"]), patience * _TRIES + 1)


@lru_cache(maxsize=4)
def _client(address: str, region: str, key: str, secret: str, ca: str, style: str, patience: float) -> Any:
    """A client, safe for threads, with its own connections. It looks for no keys anywhere but in our settings."""
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=min(patience, 3.0),
        read_timeout=patience,
        retries={"total_max_attempts": _TRIES, "mode": "standard"},
        max_pool_connections=outside.LINES,
        s3={"addressing_style": style},
        # Stores other than the first one refuse the checksums that newer clients add by themselves.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        user_agent="onetrip",
    )
    return boto3.session.Session().client(
        "s3",
        endpoint_url=address,
        region_name=region,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        verify=ca or True,
        config=config,
    )


@lru_cache(maxsize=4)
def _line(_address: str) -> outside.Outside:
    """All collections of one store share what is known of whether it answers."""
    return outside.Outside()
