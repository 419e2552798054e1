"""The second process: renders any address from the database alone, as if nothing had ever been printed.

It has a data folder of its own and no store, and empties every cache before each page. Speaks in lines of
JSON: {"now": moment, "paths": [...]} is answered with status, headers and the body's fingerprint of each;
{"bodies": [...]} with the bodies of the last answer; {"leave": true} closes its connection.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from hashlib import sha256
from typing import Any

import django
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone, translation

from tests.press import ground
from vestnik.kit import clock


def forget_everything() -> None:
    """Empty what a process may remember of rows, or of the last page that it rendered."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Site

    from vestnik.stories import languages

    cache.clear()
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    languages.forget()
    timezone.deactivate()
    translation.deactivate()


class Fresh:
    """What the process remembers: the bodies of the last answer, for whoever wants to see them."""

    def __init__(self) -> None:
        self.bodies: dict[str, str] = {}

    def answer(self, order: dict[str, Any]) -> Any:
        if "bodies" in order:
            return {path: self.bodies[path] for path in order["bodies"]}
        if "leave" in order:
            connection.close()
            return True
        self.bodies.clear()
        with clock.fixed(datetime.fromisoformat(order["now"])):
            return {path: self._render(path) for path in order["paths"]}

    def _render(self, path: str) -> tuple[int, Any, str]:
        from vestnik.press.answers import fresh_answer

        forget_everything()
        page = fresh_answer(path)
        self.bodies[path] = page.body.decode()
        return page.status, page.headers, sha256(page.body).hexdigest()


def main() -> None:
    django.setup()
    settings.ALLOWED_HOSTS = ["*"]
    ground.quicken(settings.DATABASES["default"])
    ground.one_clock()
    fresh = Fresh()
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        print(json.dumps(fresh.answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
