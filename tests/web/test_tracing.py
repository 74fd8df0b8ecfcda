"""The hook for OpenTelemetry: off by default; on, a request belongs to the trace that its header names."""

from __future__ import annotations

import importlib.util

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from onetrip.ledger import current
from onetrip.web import tracing

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
HEADER = f"00-{TRACE}-{PARENT}-01"
installed = (
    importlib.util.find_spec("opentelemetry.sdk") is not None if importlib.util.find_spec("opentelemetry") else False
)


def asked(header: str = HEADER) -> HttpRequest:
    return RequestFactory().get("/cases/123456", headers={"traceparent": header} if header else None)


def carried(header: str) -> str:
    one = current.Request("K7MR-4T2X")
    with current.answering(one), tracing.span(asked(header), one):
        return current.headers().get("traceparent", "")


@pytest.fixture
def without_the_package(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TRACING = True
    monkeypatch.setattr(tracing, "_tracer", lambda _process: None)


def test_by_default_nothing_is_traced() -> None:
    assert carried(HEADER) == ""


def test_the_trace_of_the_caller_is_carried_on_with_a_span_of_ours(without_the_package: None) -> None:
    version, trace, span, flags = carried(HEADER).split("-")
    assert (version, trace, flags) == ("00", TRACE, "01")
    assert span != PARENT


@pytest.mark.parametrize(
    "header", ["", "garbage", HEADER.upper(), f"00-{'0' * 32}-{PARENT}-01", f"00-{TRACE}-{'0' * 16}-01", HEADER + "-x"]
)
def test_a_header_that_is_none_begins_a_trace_of_its_own(without_the_package: None, header: str) -> None:
    version, trace, _span, flags = carried(header).split("-")
    assert (version, flags) == ("00", "00")
    assert trace != TRACE
    assert len(trace) == 32


@pytest.mark.skipif(not installed, reason="opentelemetry-sdk is not installed: it is no dependency of the house")
def test_with_opentelemetry_a_request_is_a_span_named_by_its_route(settings: Settings) -> None:
    from opentelemetry import trace
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    trace.set_tracer_provider(provider)
    tracing._tracer.cache_clear()
    settings.TRACING = True
    one = current.Request("K7MR-4T2X")
    with current.answering(one), tracing.span(asked(), one) as span:
        assert current.trace() == TRACE
        inside = current.headers()["traceparent"]
        span.end(route="case", method="GET", status=500)
    [told] = kept.get_finished_spans()
    assert told.name == "GET case"
    assert f"{told.context.trace_id:032x}" == TRACE
    assert f"{told.parent.span_id:016x}" == PARENT
    assert inside.split("-")[2] == f"{told.context.span_id:016x}"
    assert dict(told.attributes) == {
        "http.route": "case",
        "http.request.method": "GET",
        "http.response.status_code": 500,
        "onetrip.request_number": "K7MR-4T2X",
    }
    assert told.status.status_code.name == "ERROR"
    assert "123456" not in str(told.to_json())
