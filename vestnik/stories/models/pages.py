"""The small tree that describes the site: front, sections, standing pages, as Wagtail pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageManager
from wagtail.query import PageQuerySet

from vestnik.changes.announcing import gathering
from vestnik.changes.errors import NotADelete
from vestnik.changes.public import PublicModel, PublicQuerySet, in_state
from vestnik.photos.actions.use import put_to_use
from vestnik.press import keys
from vestnik.stories import languages
from vestnik.stories.addresses import RESERVED
from vestnik.stories.events import PageChanged, PagePublished, PageWithdrawn, SiteRearranged
from vestnik.stories.front_blocks import ZonesBlock, shown_photo_ids
from vestnik.stories.models.address import Address
from vestnik.stories.outside import SILENT_PAGE_COLUMNS
from vestnik.stories.page_forms import PageCopyForm, SitePageForm
from vestnik.stories.page_rights import SitePageRights


class SitePageQuerySet(PublicQuerySet[Any], PageQuerySet):
    """Pages of the site's tree."""


class SitePageManager(PageManager.from_queryset(SitePageQuerySet)):  # type: ignore[misc]
    """Keeps Wagtail's order of the tree."""


class FrontQuerySet(SitePageQuerySet):
    """Fronts, one for each language."""

    def root_of(self, language: str) -> Self:
        """The live front of a language."""
        return self.live().filter(locale_id=languages.locale_id_of(language))

    def place_of(self, language: str) -> tuple[str, str] | None:
        """Its place in the tree and the path of addresses below it; the row itself is not loaded."""
        places = self.root_of(language).values_list("path", "url_path")
        found: tuple[str, str] | None = places.first()
        return found


class FrontManager(PageManager.from_queryset(FrontQuerySet)):  # type: ignore[misc]
    """Keeps Wagtail's order of the tree."""


class SitePage(PublicModel, Page):
    """What all our pages share: keys, addresses, and what Vestnik does without.

    Aliases, privacy and Wagtail's promote tab are closed: an address of ours has one owner, is public
    or is not there, and is kept in `Address`.
    """

    appeared = PagePublished
    changed = PageChanged
    disappeared = PageWithdrawn
    # Wagtail names the comments of a page among the fields of each draft that it saves.
    silent_fields: ClassVar[frozenset[str]] = frozenset(
        {COMMENTS_RELATION_NAME, *(name.removesuffix("_id") for name in SILENT_PAGE_COLUMNS)}
    )

    whole = keys.SITE

    objects: ClassVar[SitePageManager] = SitePageManager()

    base_form_class = SitePageForm
    copy_form_class = PageCopyForm
    show_in_menus_default = True
    promote_panels: ClassVar[list[Any]] = [FieldPanel("slug"), FieldPanel("show_in_menus")]
    settings_panels: ClassVar[list[Any]] = []

    class Meta(PublicModel.Meta):
        abstract = True

    @classmethod
    def key_of(cls, pk: Any) -> str | None:
        return keys.row("page", pk)

    @classmethod
    def kinds(cls) -> frozenset[str]:
        return frozenset({"page", keys.SITE})

    def log_subject(self) -> str:
        return keys.row("page", self.pk)

    def public_keys(self) -> frozenset[str]:
        # Menus, kickers and cards everywhere name pages; they are few and seldom change.
        return frozenset({self.log_subject(), keys.SITE}) if self.live else frozenset()

    @classmethod
    def settle(cls, pks: Sequence[Any]) -> None:
        from vestnik.stories.page_addresses import settle_page_addresses

        settle_page_addresses()

    @property
    def language(self) -> str:
        """The code of the language that the page speaks."""
        return languages.code_of(self.locale_id)

    @property
    def path_on_site(self) -> str:
        """Its public address: `/svyat/`, in other languages `/en/world/`."""
        inside = self.url_path.strip("/").split("/")[1:]
        return "/".join((languages.prefix_of(self.language), *inside, ""))

    def get_absolute_url(self) -> str:
        return self.path_on_site

    def move(self, target: Any, pos: str | None = None, user: Any = None) -> None:
        with gathering(SiteRearranged(keys.SITE)):
            super().move(target, pos=pos, user=user)
            type(self).settle([self.pk])

    def was_public(self) -> bool:
        """Whether this page or one below it ever had an address that readers could follow."""
        tree = Page.objects.filter(pk=self.pk) | Page.objects.descendant_of(self)
        subjects = [keys.row("page", pk) for pk in tree.values_list("pk", flat=True)]
        return Address.objects.filter(subject__in=subjects).exists()

    def permissions_for_user(self, user: Any) -> SitePageRights:
        return SitePageRights(user, self)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if self.was_public():
            raise NotADelete("A page that was ever public is unpublished, not deleted.")
        return super().delete(*args, **kwargs)

    @classmethod
    def public_tables(cls) -> tuple[str, ...]:
        from vestnik.stories.models.story import Story

        # A section that never was public takes its place among a story's other sections along.
        return (*super().public_tables(), Story.other_sections.through._meta.db_table)

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED or self.slug.isdigit() or len(self.slug) == 2:
            raise ValidationError({"slug": _("This address is used by the site itself.")})


class Front(SitePage):
    """The first page in one language; every section and standing page lies below it."""

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["stories.Section", "stories.StandingPage"]
    max_count_per_parent = 20

    objects: ClassVar[FrontManager] = FrontManager()

    zones = StreamField(
        ZonesBlock(),
        verbose_name=_("zones"),
        blank=True,
        help_text=_(
            "Without zones the front arranges itself: the newest story with a photo leads, opinions"
            " and briefs have their places, then the sections in the order of the menu. With zones it"
            " shows these alone, from the top. No story stands twice; a zone with nothing to show is"
            " left out with its title."
        ),
    )
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("zones")]

    class Meta(SitePage.Meta):
        verbose_name = _("front")
        verbose_name_plural = _("fronts")

    def public_keys(self) -> frozenset[str]:
        if not self.live:
            return frozenset()
        # What other pages depend on. A front is arranged many times a day: no other page is made
        # stale by that.
        standing = (self.title, self.slug, self.url_path, self.path, str(self.show_in_menus))
        wide = in_state(keys.SITE, *standing, str(self.locale_id))
        return frozenset({self.log_subject(), wide})

    @classmethod
    def settle(cls, pks: Sequence[Any]) -> None:
        super().settle(pks)
        # On every road of publication, and before a page needs the pictures.
        for front in cls._base_manager.filter(pk__in=pks, live=True):
            put_to_use(shown_photo_ids(front.zones))

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "stories/front.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        from vestnik.stories.surfaces import front_preview_context

        return front_preview_context(self)


class Section(SitePage):
    """A section of the newspaper: "World", "Economy". Stories name it; it holds none in the tree."""

    parent_page_types: ClassVar[list[str]] = ["stories.Front"]
    subpage_types: ClassVar[list[str]] = []

    description = models.CharField(_("description"), max_length=300, blank=True)
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("description")]

    class Meta(SitePage.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")


class StandingPage(SitePage):
    """A page that stands: about us, contact, imprint."""

    parent_page_types: ClassVar[list[str]] = ["stories.Front", "stories.StandingPage"]
    subpage_types: ClassVar[list[str]] = ["stories.StandingPage"]

    text = RichTextField(
        _("text"), features=["h2", "h3", "bold", "italic", "link", "story-link", "ul", "ol"]
    )
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("text")]

    class Meta(SitePage.Meta):
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")
