from __future__ import annotations

import pytest

from onetrip.notices.providers.contrib import simulated_sms
from tests.appointments.diary import Diary, open_diary


@pytest.fixture
def diary(db: None) -> Diary:
    """A centre that takes four bookings a half hour."""
    return open_diary()


@pytest.fixture(autouse=True)
def nothing_sent_yet() -> None:
    """The simulated gateway keeps what it sent for the whole process."""
    simulated_sms.forget()
