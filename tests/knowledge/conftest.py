from __future__ import annotations

import pytest

from tests.knowledge.asking import Asking, open_asking


@pytest.fixture
def asking(db: None) -> Asking:
    return open_asking()
