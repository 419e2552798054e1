"""The story: a row with revisions, workflow and translations, never a node of a page tree."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)

from vestnik.changes.announcing import gathering
from vestnik.changes.errors import NotADelete
from vestnik.changes.public import PublicModel
from vestnik.press import keys
from vestnik.stories import following, languages
from vestnik.stories.blocks import BodyBlock, photo_ids
from vestnik.stories.events import StoryChanged, StoryWentLive, StoryWithdrawn
from vestnik.stories.lists import Membership
from vestnik.stories.models import story_rules
from vestnik.stories.models.story_previews import StoryPreviews
from vestnik.stories.queries import StoryManager

if TYPE_CHECKING:
    from wagtail.models import Revision


class Story(
    PublicModel,
    WorkflowMixin,
    StoryPreviews,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    ClusterableModel,
):
    """One story.

    A live row is what readers see; a row that is not live may hold a draft (Wagtail writes drafts of
    never-published objects into the row), so nothing public reads it but through `.live()`.
    """

    class Kind(models.TextChoices):
        NEWS = "news", _("news")
        ANALYSIS = "analysis", _("analysis")
        OPINION = "opinion", _("opinion")
        INTERVIEW = "interview", _("interview")
        REPORTAGE = "reportage", _("reportage")
        LIVEBLOG = "liveblog", _("liveblog")
        BRIEF = "brief", _("brief")

    class Comments(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        OFF = "off", _("off")

    class DatePrecision(models.TextChoices):
        EXACT = "exact", _("exact")
        DAY = "day", _("the day")
        BEFORE = "before", _("published before")
        UNKNOWN = "unknown", _("unknown")

    class Origin(models.TextChoices):
        NEWSROOM = "", _("written here")
        IMPORTED = "imported", _("imported")
        TEASER = "teaser", _("imported teaser that waits for its page")

    #: Set by a publication that readers were not told of, for whoever logs it; never stored.
    published_silently = False

    appeared = StoryWentLive
    changed = StoryChanged
    disappeared = StoryWithdrawn

    key_fields = {"translation_key": keys.translations}
    #: Columns that are not the editor's: publications and reverts leave them as they are.
    kept_fields: ClassVar[Sequence[str]] = (
        "uid", "owner", "slug", "address", "dated", "date_precision", "updated", "version", "hash",
        "live_revision", "last_published_at", "comments", "origin_kind", "origin_url", "expired",
    )  # fmt: skip
    silent_fields: ClassVar[Collection[str]] = frozenset(
        {
            "latest_revision", "has_unpublished_changes", "live_revision", "locked", "locked_at",
            "locked_by", "owner", "go_live_at", "expire_at", "expired", "origin_kind",
            "origin_url", "silent_edit", "last_published_at", "version",
        }
    )  # fmt: skip

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Redeclared: Wagtail's default is True, so that a copied row would be live (rule 9).
    live = models.BooleanField(_("live"), default=False, editable=False)

    headline = models.CharField(_("headline"), max_length=300)
    short_headline = models.CharField(
        _("short headline"), max_length=120, blank=True, help_text=_("For lists and cards.")
    )
    kicker = models.CharField(_("kicker"), max_length=80, blank=True)
    deck = models.TextField(_("deck"), blank=True, max_length=600)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.NEWS)
    lead_photo = models.ForeignKey(
        "photos.Photo",
        verbose_name=_("lead photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_caption = models.TextField(
        _("caption for this story"),
        blank=True,
        max_length=1_000,
        help_text=_("Empty: the library's."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    section = models.ForeignKey(
        "stories.Section",
        verbose_name=_("section"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    other_sections = ParentalManyToManyField(
        "stories.Section", verbose_name=_("other sections"), blank=True, related_name="+"
    )
    topics = ParentalManyToManyField(
        "stories.Topic", verbose_name=_("topics"), blank=True, related_name="+"
    )
    storyline = models.ForeignKey(
        "stories.Storyline",
        verbose_name=_("storyline"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    dateline = models.CharField(_("dateline"), max_length=120, blank=True)

    embargo = models.DateTimeField(
        _("embargo"),
        null=True,
        blank=True,
        help_text=_("Until this moment nobody may publish the story."),
    )
    comments = models.CharField(
        _("comments"), max_length=6, choices=Comments, default=Comments.OPEN, editable=False
    )
    silent_edit = models.BooleanField(
        _("silent edit"),
        default=False,
        help_text=_("Readers are not told that the story was updated."),
    )

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    slug = models.CharField(max_length=100, blank=True, editable=False)
    address = models.CharField(max_length=255, blank=True, editable=False)
    dated = models.DateTimeField(null=True, editable=False)
    date_precision = models.CharField(
        max_length=7, choices=DatePrecision, default=DatePrecision.EXACT, editable=False
    )
    updated = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    hash = models.CharField(max_length=64, blank=True, editable=False)
    origin_kind = models.CharField(
        max_length=8, blank=True, choices=Origin, default=Origin.NEWSROOM, editable=False
    )
    origin_url = models.CharField(max_length=1_000, blank=True, editable=False)

    objects: ClassVar[StoryManager] = StoryManager()

    class Meta(PublicModel.Meta):
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        constraints = story_rules.CONSTRAINTS
        indexes = story_rules.INDEXES

    def __str__(self) -> str:
        return self.headline

    # What the log and the lists call it

    def log_subject(self) -> str:
        return keys.row("story", self.pk)

    def public_keys(self) -> frozenset[str]:
        if not self.live:
            return frozenset()
        own = {self.log_subject(), keys.translations(self.translation_key)}
        return self.membership().keys() | own

    @property
    def language(self) -> str:
        """The code of the language in which the story is written."""
        return languages.code_of(self.locale_id)

    @property
    def is_dated(self) -> bool:
        """Whether at least the day of publication is known."""
        return self.date_precision in (self.DatePrecision.EXACT, self.DatePrecision.DAY)

    def membership(self) -> Membership:
        """What decides the story's lists, read from the database's children rows."""
        from vestnik.stories.models.parts import StoryByline, StorySource

        assert self.dated is not None
        through = type(self).topics.through, type(self).other_sections.through
        topics = through[0].objects.filter(story_id=self.pk).values_list("topic_id", flat=True)
        sections = through[1].objects.filter(story_id=self.pk).values_list("section_id", flat=True)
        bylines = StoryByline.objects.filter(story_id=self.pk, byline__isnull=False)
        sources = StorySource.objects.filter(story_id=self.pk, agency__isnull=False)
        return Membership(
            language=self.language,
            dated=self.dated,
            exact=self.is_dated,
            kind=self.kind,
            sections={pk for pk in (self.section_id, *sections) if pk is not None},
            topics=set(topics),
            bylines=set(bylines.values_list("byline_id", flat=True)),
            agencies=set(sources.values_list("agency_id", flat=True)),
            storyline=self.storyline_id,
            photos=self.shown_photo_ids(),
        )

    @classmethod
    def public_tables(cls) -> tuple[str, ...]:
        from vestnik.stories.models.listing import Listing

        return (*super().public_tables(), Listing._meta.db_table)

    @classmethod
    def settle(cls, pks: Sequence[Any]) -> None:
        from vestnik.stories.listings import relist

        relist(pks)

    @contextmanager
    def writing(self, fields: Iterable[str] | None = None, *, gone: bool = False) -> Iterator[None]:
        fields = None if fields is None else [*fields]
        pk = self.pk
        with transaction.atomic(savepoint=False):
            with super().writing(fields, gone=gone):
                yield
            if following.is_told(fields):
                following.written([pk if gone else self.pk])

    # Publication

    def publish(
        self,
        revision: Revision,
        user: Any = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """The one place of publication, on every road: one transaction (publication.py)."""
        from vestnik.stories.publication import PublishStory

        with gathering():
            PublishStory(
                revision,
                user=user,
                changed=changed,
                log_action=log_action,
                previous_revision=previous_revision,
            ).execute(skip_permission_checks=skip_permission_checks)

    def unpublish(
        self,
        set_expired: bool = False,
        commit: bool = True,
        user: Any = None,
        log_action: bool | str = True,
    ) -> None:
        """Take off, on every road: one transaction, and the address answers 410."""
        from vestnik.stories.publication import UnpublishStory

        with gathering():
            UnpublishStory(
                self,
                set_expired=set_expired,
                commit=commit,
                user=user,
                log_action=log_action,
            ).execute(skip_permission_checks=True)

    def with_content_json(self, content: dict[str, Any]) -> Self:
        story: Self = super().with_content_json(content)
        for name in self.kept_fields:
            field: Any = self._meta.get_field(name)
            setattr(story, field.attname, getattr(self, field.attname))
        return story

    def copy_for_translation(self, locale: Any, **kwargs: Any) -> Self:
        """A draft in another language; the stock one would be live at once with draft text."""
        copy: Self = super().copy_for_translation(locale, **kwargs)
        copy.become_a_draft()
        return copy

    def become_a_draft(self) -> None:
        """Make this unsaved copy of a story a draft that was never published."""
        self.uid = uuid.uuid4()
        self.live = False
        self.has_unpublished_changes = True
        for name in (
            "first_published_at", "last_published_at", "live_revision", "latest_revision",
            "go_live_at", "expire_at", "locked_at", "locked_by", "dated", "updated",
        ):  # fmt: skip
            setattr(self, name, None)
        self.locked = self.expired = self.silent_edit = False
        self.slug = self.address = self.hash = self.origin_url = ""
        self.origin_kind = self.Origin.NEWSROOM
        self.date_precision = self.DatePrecision.EXACT
        self.version = 0

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if self.address:
            raise NotADelete("A story that was ever public is withdrawn or erased, not deleted.")
        with self.writing(gone=True):
            self.remove_parts()
            return super().delete(*args, **kwargs)

    def remove_parts(self) -> None:
        """Delete the rows that hang on this one; they are not cascaded (rule 4)."""
        from vestnik.stories.models.hands import NamedVersion
        from vestnik.stories.models.parts import StoryByline, StorySource

        NamedVersion.objects.filter(story_id=self.pk).delete()
        StoryByline.objects.filter(story_id=self.pk).delete()
        StorySource.objects.filter(story_id=self.pk).delete()

    # What readers see

    def shown_photo_ids(self) -> set[int]:
        """The photos that the story's page shows."""
        return photo_ids(self.body) | ({self.lead_photo_id} if self.lead_photo_id else set())

    @property
    def list_headline(self) -> str:
        """The headline for lists and cards."""
        return self.short_headline or self.headline

    def get_absolute_url(self) -> str:
        return self.address

    @property
    def full_url(self) -> str:
        """The address with scheme and host; VESTNIK_URL is their one source."""
        return f"{settings.VESTNIK_URL}{self.address}" if self.address else ""

    def edit_url(self) -> str:
        """Its place in the newsroom."""
        return reverse("wagtailsnippets_stories_story:edit", args=[self.pk])
