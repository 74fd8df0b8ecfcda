"""The hook for OpenTelemetry: with ONETRIP_TRACING=1 a request belongs to the trace that its `traceparent` header names.

Where the package opentelemetry is installed each request is a span of its own (its name is the route, never the address),
sent by whatever the environment of OpenTelemetry says (OTEL_EXPORTER_OTLP_ENDPOINT, with its exporter installed). Without
the package the trace still stands in the log, and calls to others carry it on (`ledger.current.headers`).
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from onetrip.ledger.current import Request

_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
"""W3C Trace Context, version 00."""


class Span:
    """What one request did, for whoever collects traces; this one is told to nobody."""

    def end(self, *, route: str, method: str, status: int) -> None:
        """The request is answered."""


class _Telling(Span):
    def __init__(self, span: Any) -> None:
        self._span = span

    def end(self, *, route: str, method: str, status: int) -> None:
        from opentelemetry.trace import Status, StatusCode

        self._span.update_name(f"{method} {route}")
        for name, value in (
            ("http.route", route),
            ("http.request.method", method),
            ("http.response.status_code", status),
        ):
            self._span.set_attribute(name, value)
        if status >= 500:
            self._span.set_status(Status(StatusCode.ERROR))


_SILENT = Span()


@contextmanager
def span(request: HttpRequest, asked: Request) -> Iterator[Span]:
    """While the block runs, `asked` belongs to its trace: that of the caller, else a new one. Does nothing by default."""
    if not settings.TRACING:
        yield _SILENT
        return
    tracer = _tracer(os.getpid())
    if tracer is None:
        asked.traceparent = _carried_on(request.headers.get("traceparent", ""))
        yield _SILENT
        return
    from opentelemetry.trace import SpanKind, format_span_id, format_trace_id
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    context = TraceContextTextMapPropagator().extract({"traceparent": request.headers.get("traceparent", "")})
    with tracer.start_as_current_span("request", context=context, kind=SpanKind.SERVER) as one:
        its = one.get_span_context()
        asked.traceparent = f"00-{format_trace_id(its.trace_id)}-{format_span_id(its.span_id)}-{its.trace_flags:02x}"
        one.set_attribute("onetrip.request_number", asked.number)
        yield _Telling(one)


def _carried_on(header: str) -> str:
    """The header for further calls: the trace of the caller with a span of ours; a new trace, not sampled, without one."""
    found = _TRACEPARENT.fullmatch(header.strip())
    if found is None or set(found[1]) == {"0"} or set(found[2]) == {"0"}:
        return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-00"
    return f"00-{found[1]}-{secrets.token_hex(8)}-{found[3]}"


@lru_cache(maxsize=1)
def _tracer(process: int) -> Any:  # noqa: ARG001 -- a process that was forked makes a tracer of its own
    """The tracer of this process; None where the package is not installed."""
    try:
        from opentelemetry import trace
    except ImportError:
        return None
    _provide(trace)
    return trace.get_tracer("onetrip")


def _provide(trace: Any) -> None:
    """Give OpenTelemetry its provider, unless somebody has (opentelemetry-instrument, a test)."""
    if type(trace.get_tracer_provider()).__name__ != "ProxyTracerProvider":
        return
    try:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        return
    provider = TracerProvider(resource=Resource.create({"service.name": "onetrip"}))
    if os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        except ImportError:
            pass
        else:
            provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
