from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.mail_server import Mailbox, mailbox
from tests.notices.gateway import Gateway, gateway, settings_of
from tests.notices.house import Post, open_post


@pytest.fixture
def post(db: None) -> Post:
    """A centre that sends messages."""
    return open_post()


@pytest.fixture
def sms(settings: Settings) -> Iterator[Gateway]:
    """A house whose text messages go to a gateway of this test, and nothing any other way."""
    with gateway() as found:
        settings.SMS_GATEWAY = settings_of(found)
        settings.MESSAGE_PROVIDERS = {"sms": "http_sms"}
        settings.PUBLIC_ADDRESS = "https://onetrip.example"
        yield found


@pytest.fixture
def push(sms: Gateway, settings: Settings) -> Iterator[Gateway]:
    """And whose messages to the app go to a service of this test."""
    with gateway() as found:
        settings.PUSH_GATEWAY = settings_of(found)
        settings.MESSAGE_PROVIDERS = {**settings.MESSAGE_PROVIDERS, "app": "http_push"}
        yield found


@pytest.fixture
def mail(sms: Gateway, settings: Settings) -> Iterator[Mailbox]:
    """And whose letters go to a mail server of this test."""
    with mailbox() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.MESSAGE_PROVIDERS = {**settings.MESSAGE_PROVIDERS, "email": "smtp"}
        yield server
