"""Traces for OpenTelemetry, sent nowhere unless the operator says where.

Spans hold routes, positions and outcomes. Addresses open results and messages of exceptions can
hold what was read, so neither is ever part of one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from opentelemetry import trace
from opentelemetry.trace import Span

from aktr import __version__
from aktr.errors import SettingError

_tracer: Final = trace.get_tracer("aktr")


@contextmanager
def span(name: str, **attributes: str | int) -> Iterator[Span]:
    """What happens in the context as one span.

    Args:
        name: What it is, in a word of ours.
        attributes: More about it; nothing about people, and no address.
    """
    with _tracer.start_as_current_span(
        name,
        attributes=attributes,
        record_exception=False,
        set_status_on_exception=False,
    ) as current:
        yield current


def start_tracing() -> None:
    """Send spans to the collector that the variables of OpenTelemetry name.

    Raises:
        SettingError: The extra that sends them is not installed.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
            OTLPSpanExporter,
        )
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError as error:
        raise SettingError(
            'AKTR_TRACES needs the extra "otel". Install it with: pip install "aktr[otel]"'
        ) from error
    provider = TracerProvider(
        resource=Resource.create({"service.name": "aktr", "service.version": __version__})
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
