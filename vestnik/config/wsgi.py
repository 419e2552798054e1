"""The application as Granian serves it, to the press process of its node or to anybody."""

import hmac
import logging
import os
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection

from vestnik.kit import logs
from vestnik.press.gate.application import word

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vestnik.config.settings")
_site = get_wsgi_application()
_scheme = urlsplit(settings.VESTNIK_URL).scheme
_word = word(settings.SECRET_KEY).encode()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The site. Who asks is said by the press process, which alone knows the word, as is the request's id."""
    peer, request = environ.pop("HTTP_VESTNIK_PEER", ""), environ.pop("HTTP_VESTNIK_REQUEST", "")
    # Whoever spoke TLS with the reader, the site's own address says how it is reached.
    environ["wsgi.url_scheme"] = _scheme
    if hmac.compare_digest(environ.get("HTTP_VESTNIK_PRESS", "").encode(), _word):
        environ["REMOTE_ADDR"] = peer
    else:
        request = ""
    with logs.serving(request):
        return _site(environ, start_response)


def _tell() -> None:
    """Tell the press process of this node what the application is."""
    # Its imports need the apps, which are there only now.
    from vestnik.press import sheets

    sheets.tell(_site)


_tell()


def take_over() -> None:
    """Make the node's store this release's, if another one filled it: until then its prints would be shown for
    right. The worker would do it too, whenever it comes to its first look.
    """
    from vestnik.press.answers import follower

    try:
        follower().look()
    except (DatabaseError, sqlite3.Error) as error:
        logging.getLogger("vestnik.press").warning("The store is taken over later (%s).", error)
    finally:
        connection.close()
