"""The site's languages as ids of Wagtail's locales; a handful of rows that never change."""

from __future__ import annotations

from django.conf import settings
from wagtail.models import Locale

_codes: dict[int, str] = {}


def code_of(locale_id: int) -> str:
    """The language code of a locale. Locales are only ever added, so what was read once holds."""
    if locale_id not in _codes:
        _codes.clear()
        _codes.update(Locale.objects.values_list("pk", "language_code"))
    return _codes[locale_id]


def locale_id_of(code: str) -> int:
    """The locale of a language. Raises Locale.DoesNotExist for a language the site does not have."""
    for pk, known in _codes.items():
        if known == code:
            return pk
    locale = Locale.objects.get(language_code=code)
    _codes[locale.pk] = code
    return int(locale.pk)


def forget() -> None:
    """Drop what was read: for tests, where databases come and go."""
    _codes.clear()


def first() -> str:
    """The site's first language, whose addresses have no prefix."""
    return str(settings.LANGUAGE_CODE)


def only_one() -> bool:
    """Whether the site has a single language, which then needs no naming."""
    return len(settings.LANGUAGES) == 1


def prefix_of(code: str) -> str:
    """What the addresses of a language begin with: "" or "/en"."""
    return "" if code == first() else f"/{code}"
