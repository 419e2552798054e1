"""Leading old addresses on by hand: what may be written as one, and as the place where it leads."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from vestnik.kit import sent
from vestnik.stories.addresses import RESERVED
from vestnik.stories.errors import AddressRefused
from vestnik.stories.models import Address
from vestnik.stories.routing import Found, resolve

#: A path alone, as the press looks for it. Two slashes would be another site's name.
_PATH = re.compile(r"/(?!/)[^\s?#\\]*")


def old_path(text: str) -> str:
    """The path of an old address, decoded; one pasted whole loses this site's name.

    Raises AddressRefused when it is none, or when the site itself answers there.
    """
    path = unquote(text.removeprefix(settings.VESTNIK_URL))
    if not _PATH.fullmatch(path) or not sent.is_text(path):
        raise AddressRefused(
            _("Write the old address from its first slash on, without “?” and what follows.")
        )
    if path.split("/")[1] in RESERVED or isinstance(resolve(path), Found):
        raise AddressRefused(_("The site itself answers at this address."))
    return path


def destination(text: str, *, of: str) -> str:
    """Where the old address `of` is to lead: a path of the site, or a page's whole address elsewhere.

    Raises AddressRefused for anything else, and for what leads back to `of`.
    """
    target = text.removeprefix(settings.VESTNIK_URL) or "/"
    if not sent.is_text(target) or (not _PATH.fullmatch(target) and not _is_elsewhere(target)):
        raise AddressRefused(
            _("Write a path of this site that begins with a slash, or a whole address: https://…")
        )
    if _leads_back(of, target):
        raise AddressRefused(_("This leads back to the old address itself."))
    return target


def _is_elsewhere(target: str) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _leads_back(path: str, target: str | None) -> bool:
    passed: set[str] = set()
    while target and target not in passed:
        if target == path:
            return True
        passed.add(target)
        target = Address.objects.filter(path=target).values_list("target", flat=True).first()
    return False
