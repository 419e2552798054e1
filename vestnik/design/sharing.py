"""Where a reader can pass a story on: plain addresses of other sites and programs, nothing of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class ShareLink:
    """A way to pass a story on. `brand`: its label is a name, the same in every language."""

    label: str
    url: str
    brand: bool = True


#: In the order in which they stand; what is braced is replaced by the quoted address and title.
_NETWORKS: Final = (
    ("Facebook", "https://www.facebook.com/sharer/sharer.php?u={url}"),
    ("Viber", "viber://forward?text={title}%20{url}"),
    ("WhatsApp", "https://wa.me/?text={title}%20{url}"),
    ("Telegram", "https://t.me/share/url?url={url}&text={title}"),
    ("X", "https://x.com/intent/post?url={url}&text={title}"),
)


def ways_to_share(address: str, title: str) -> list[ShareLink]:
    """All of them for the page at `address`; the labels are in the language in force."""
    url, words = quote(address, safe=""), quote(title, safe="")
    networks = [ShareLink(name, to.format(url=url, title=words)) for name, to in _NETWORKS]
    mail = f"mailto:?subject={words}&body={words}%0A%0A{url}"
    return [*networks, ShareLink(gettext("E-mail"), mail, brand=False)]
