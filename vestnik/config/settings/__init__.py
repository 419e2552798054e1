"""Django's settings, by concern. Everything an installation may choose comes from `config/env.py`."""

from vestnik.config.settings.django import *  # noqa: F403
from vestnik.config.settings.logging import *  # noqa: F403
from vestnik.config.settings.security import *  # noqa: F403
from vestnik.config.settings.signing_in import *  # noqa: F403
from vestnik.config.settings.wagtail import *  # noqa: F403
