from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pytest_django import Settings

from onetrip.storage import receiving
from onetrip.storage.backings.contrib import s3
from tests.storage.faulty import BUCKET, Line, object_store, plain_client


@pytest.fixture(scope="session")
def one_store() -> Iterator[Line]:
    with object_store() as line:
        yield line


@dataclass(frozen=True)
class Bucket:
    """The store of this test, and what its operator sees of it."""

    line: Line

    def objects(self) -> dict[str, bytes]:
        client = plain_client(self.line.to)
        listed = client.list_objects_v2(Bucket=BUCKET).get("Contents", [])
        return {one["Key"]: client.get_object(Bucket=BUCKET, Key=one["Key"])["Body"].read() for one in listed}

    def put(self, name: str, content: bytes) -> None:
        plain_client(self.line.to).put_object(Bucket=BUCKET, Key=name, Body=content)


@pytest.fixture
def bucket(one_store: Line, settings: Settings) -> Iterator[Bucket]:
    """The house keeps what it keeps in an object store, which answers within a second or is away."""
    settings.OBJECTS = "s3"
    settings.S3 = {
        "address": f"http://127.0.0.1:{one_store.port}",
        "bucket": BUCKET,
        "prefix": "house-1",
        "region": "us-east-1",
        "key": "house",
        "secret": "a secret of the house",
        "ca": "",
        "style": "path",
        "patience": 1.0,
    }
    s3._line.cache_clear()
    s3._client.cache_clear()
    one_store.fault = ""
    yield Bucket(one_store)
    one_store.fault = ""
    client = plain_client(one_store.to)
    for name in Bucket(one_store).objects():
        client.delete_object(Bucket=BUCKET, Key=name)


@pytest.fixture(autouse=True)
def nothing_left_behind(settings: Settings) -> Iterator[None]:
    yield
    for root in (settings.PICTURES_ROOT, settings.PHOTOGRAPHS_ROOT, settings.RESULTS_ROOT, settings.COURSES_ROOT):
        shutil.rmtree(root, ignore_errors=True)
    receiving._SCANNER.note(answered=True)
    receiving._SCANNER._rests_until = 0.0
