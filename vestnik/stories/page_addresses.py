"""Keeps the addresses of the page tree: a page moved or renamed leaves a 301 behind, one taken off a 410."""

from __future__ import annotations

from wagtail.models import Page

from vestnik.changes.announcing import gathering
from vestnik.press import keys
from vestnik.stories.models.address import Address


def settle_page_addresses() -> None:
    """Compare all live pages with the addresses given to pages, and mend what differs.

    The tree is small (tens of pages) and a rename moves everything below it, so that comparing the
    whole is simpler than following each road, and heals what a foreign road left.
    """
    from vestnik.stories.models.pages import SitePage

    with gathering():
        live: dict[str, str] = {}
        for page in Page.objects.live().filter(depth__gte=2).specific():
            if isinstance(page, SitePage):
                live[keys.row("page", page.pk)] = page.path_on_site
        # By subject, of which there are tens: by their state or kind one would walk over all addresses.
        subjects = [
            keys.row("page", pk)
            for pk in Page.objects.filter(depth__gte=2).values_list("pk", flat=True)
        ]
        given = {
            address.subject: address
            for address in Address.objects.filter(subject__in=subjects)
            if address.state == Address.State.LIVE
        }
        # Addresses that two pages exchange are freed before they are given anew.
        for subject, address in given.items():
            if subject not in live:
                Address.objects.close(subject, reason="")
            elif address.path != live[subject]:
                address.state = Address.State.MOVED
                address.save()
        for subject, path in live.items():
            if subject not in given or given[subject].path != path:
                Address.objects.give(path, subject)


def is_taken(page: Page, parent: Page, slug: str) -> bool:
    """Whether the address that the page would have below this parent was ever another's."""
    from vestnik.stories.models.pages import SitePage

    below = parent.specific
    if not isinstance(below, SitePage):
        return False
    given = Address.objects.filter(path=f"{below.path_on_site}{slug}/").first()
    return given is not None and given.subject != keys.row("page", page.pk)
