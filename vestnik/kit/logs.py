"""Owns how a process writes its log, as lines for people or as JSON, and whose request it is serving.

Standard error carries the log. Lines that tell which change became visible where are for machines alone.
"""

import json
import logging
import logging.config
import secrets
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from itertools import count
from types import TracebackType
from typing import Any

TEXT, JSON = "text", "json"
#: Tells what became of each row of the change log; silent in a log for people.
CHANGES = logging.getLogger("vestnik.log")

_request: ContextVar[str] = ContextVar("request", default="")
#: Ids of this process begin alike and are counted: no two of a site are the same.
_prefix, _numbers = secrets.token_hex(6), count(1)
_process = ""
_style = TEXT


def request_id() -> str:
    """The id of the request that is being served, "" outside of one."""
    return _request.get()


@contextmanager
def serving(request: str = "") -> Iterator[str]:
    """What is logged inside belongs to this request; to a new one when none is given. Gives its id."""
    token = _request.set(request or f"{_prefix}-{next(_numbers):x}")
    try:
        yield _request.get()
    finally:
        _request.reset(token)


class Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON; what a line would be broken by is written as JSON does."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": _process,
            "pid": record.process,
            "message": record.getMessage(),
        }
        if request := _request.get():
            told["request"] = request
        if changes := getattr(record, "changes", None):
            told["changes"] = list(changes)
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        try:
            text = json.dumps(told, ensure_ascii=False, default=str)
            text.encode()
        except UnicodeEncodeError:
            # Half a letter, which no stream takes.
            text = json.dumps(told, default=str)
        return text


def settings(style: str) -> dict[str, Any]:
    """The same for `logging.config.dictConfig`, with Django or without."""
    line = {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": Json} if style == JSON else line},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "vestnik": {"level": "INFO"},
            CHANGES.name: {"level": "INFO" if style == JSON else "WARNING"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
        },
    }


def of_the_server(style: str) -> dict[str, Any] | None:
    """How Granian is to write, which brings a configuration of its own; None for as it does by itself."""
    if style != JSON:
        return None
    console = {"class": "logging.StreamHandler", "formatter": "line"}
    return {
        "formatters": {"line": {"()": Json}},
        "handlers": {"console": console},
        "loggers": {"_granian": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
    }


def this_is(process: str, style: str) -> None:
    """Name this process, and how it writes; each says it once, at its start."""
    global _process, _style
    _process, _style = process, style
    if style == JSON:
        logging.captureWarnings(True)
        sys.excepthook = _fallen
        threading.excepthook = lambda told: _fallen(
            told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback
        )


def begin() -> None:
    """Write so from now on; for processes without Django, which does it by its settings."""
    logging.config.dictConfig(settings(_style))


def say(text: str) -> None:
    """Something that a process without a log tells its operator."""
    if _style == JSON:
        begin()
        logging.getLogger("vestnik").warning("%s", text)
    else:
        print(f"vestnik: {text}", file=sys.stderr, flush=True)


def _fallen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not logging.getLogger().handlers:
        begin()
    if not issubclass(kind, KeyboardInterrupt | SystemExit):
        logging.getLogger("vestnik").critical("The process fell.", exc_info=(kind, error, trace))
