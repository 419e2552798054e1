"""App configuration of search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "vestnik.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from vestnik.search.actions.index import follow
        from vestnik.stories import following

        following.register(follow)
