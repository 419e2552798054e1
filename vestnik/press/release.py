"""What a print depends on beside rows and time: the code, the templates, the texts, the settings.

A store that another release filled is printed anew, page by page; until then its prints are the last resort.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

import vestnik
from vestnik.kit.hashing import fingerprint

#: What can change a page; compared by size and time, so that a developer sees his edits too.
_PATTERNS = ("*.py", "*.html", "*.css", "*.js", "*.svg", "*.mo")


@cache
def release() -> str:
    """A fingerprint of this process's code and of the settings that readers see something of."""
    package = Path(vestnik.__file__).parent
    looks = [package, settings.VESTNIK_LOOK] if settings.VESTNIK_LOOK else [package]
    stamps = [
        f"{path.relative_to(folder)} {stat.st_size} {stat.st_mtime_ns}"
        for folder in looks
        for path in sorted(path for pattern in _PATTERNS for path in folder.rglob(pattern))
        for stat in [path.stat()]
    ]
    seen = (
        settings.VESTNIK_URL,
        settings.TIME_ZONE,
        repr(settings.LANGUAGES),
        settings.LANGUAGE_CODE,
        settings.SECRET_KEY,
        str(settings.DEBUG),
    )
    return fingerprint(vestnik.__version__, *seen, *stamps)[:16]
