"""Logs go to standard error, one line an event; the launcher's terminal shows them."""

from vestnik.config.settings.django import ENV
from vestnik.kit import logs

LOGGING = logs.settings(ENV.log)
