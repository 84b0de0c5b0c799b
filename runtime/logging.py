"""Structured logs on stderr; personal data never goes in."""

import logging
import sys

import structlog

from runtime.settings import settings


def configure_logging(level: int = logging.INFO) -> None:
    """Set structlog up once: readable lines in development, JSON lines in production."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings().environment == "production"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_to_stderr,
        cache_logger_on_first_use=False,
    )


def _to_stderr(*_: object) -> structlog.PrintLogger:
    """Write to what stderr is now: tests and daemons exchange it after logging was set up."""
    return structlog.PrintLogger(sys.stderr)


def get_logger(name: str | None = None) -> structlog.typing.FilteringBoundLogger:
    """Return a logger that carries whatever the edge has bound (tenant, actor, request)."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(name)
    return logger
