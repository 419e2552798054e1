"""What stories are about and who made them: topic, storyline, byline, agency."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from vestnik.changes.announcing import gathering
from vestnik.changes.errors import NotADelete
from vestnik.changes.public import PublicManager, PublicModel, PublicQuerySet
from vestnik.kit.slugs import slugify
from vestnik.photos.actions.use import put_to_use
from vestnik.press import keys
from vestnik.stories import languages
from vestnik.stories.errors import AddressTaken
from vestnik.stories.events import SubjectAppeared, SubjectArchived, SubjectChanged
from vestnik.stories.models.address import Address


class SubjectQuerySet(PublicQuerySet[Any]):
    """Topics, storylines, bylines or agencies."""

    def current(self) -> Self:
        """Those that readers meet: not archived."""
        return self.filter(archived=False)

    def named(self, name: str) -> Any:
        """The one of this name, made when there is none yet."""
        found = self.filter(name=name).first()
        return found or self.create(name=name)

    def delete(self) -> tuple[int, dict[str, int]]:
        """No screen and no action comes here: what was public is archived. Its addresses close."""
        from vestnik.stories.subject_addresses import close_addresses_of

        with gathering():
            close_addresses_of(row.log_subject() for row in self.all())
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class SubjectManager(PublicManager.from_queryset(SubjectQuerySet)):  # type: ignore[misc]
    """The manager of all four."""


class Subject(PublicModel):
    """Something with a name and an address of its own under which stories are gathered.

    Never deleted, for its address was public: archived.
    """

    kind: ClassVar[str]
    address_root: ClassVar[str]
    appeared = SubjectAppeared
    changed = SubjectChanged
    disappeared = SubjectArchived
    #: Whether readers meet it no more once it is archived. A topic is a heading of ours and goes; who
    #: signed a story and where it came from stay true of it, and a finished storyline is still read.
    closes_when_archived: ClassVar[bool] = False

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("address"), max_length=100, unique=True, blank=True)
    archived = models.BooleanField(
        _("archived"), default=False, help_text=_("Not offered any more; old stories keep it.")
    )

    objects: ClassVar[SubjectManager] = SubjectManager()

    panels: ClassVar[list[Any]] = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("archived")]

    class Meta(PublicModel.Meta):
        abstract = True
        ordering = ("name",)
        indexes = (
            models.Index(fields=["name"], name="stories_%(class)s_by_name"),
            models.Index(fields=["archived", "name"], name="stories_%(class)s_current"),
        )

    def __str__(self) -> str:
        return self.name

    def log_subject(self) -> str:
        return keys.row(self.kind, self.pk)

    def public_keys(self) -> frozenset[str]:
        if self.is_closed:
            return frozenset()
        return frozenset(
            {self.log_subject(), keys.name(self.kind, self.pk), keys.all_of(self.kind)}
        )

    @property
    def is_closed(self) -> bool:
        """Whether readers do not meet it any more."""
        return self.archived and self.closes_when_archived

    def path(self, language: str) -> str:
        """The public address of its stories in one language."""
        return f"{languages.prefix_of(language)}{self.home}"

    @property
    def home(self) -> str:
        """Its address without a language's prefix, as `Address` keeps it."""
        return f"/{self.address_root}/{self.slug}/"

    @classmethod
    def settle(cls, pks: Sequence[Any]) -> None:
        from vestnik.stories.subject_addresses import settle_subject_addresses

        settle_subject_addresses(cls, pks)

    def clean(self) -> None:
        super().clean()
        if self.slug and self._is_taken(self.slug):
            raise ValidationError({"slug": str(AddressTaken.sentence)})

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._give_slug()
        super().full_clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._give_slug()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise NotADelete("Archive it: what was ever public is not deleted.")

    def _give_slug(self) -> None:
        if self.slug:
            return
        base = slugify(self.name, limit=90) or self.kind
        taken = set(
            type(self)._base_manager.filter(slug__startswith=base).values_list("slug", flat=True)
        )
        number = 1
        self.slug = base
        while self.slug in taken or self._is_taken(self.slug):
            number += 1
            self.slug = f"{base}-{number}"

    def _is_taken(self, slug: str) -> bool:
        """Whether the address was ever that of another one."""
        given = Address.objects.filter(path=f"/{self.address_root}/{slug}/").first()
        return given is not None and given.subject != self.log_subject()


class Topic(Subject):
    """What stories are about: a person, a place, a matter."""

    kind = "topic"
    whole = keys.all_of("topic")
    address_root = "tema"
    closes_when_archived = True

    description = models.CharField(_("description"), max_length=300, blank=True)

    panels: ClassVar[list[Any]] = [
        FieldPanel("name"),
        FieldPanel("description"),
        FieldPanel("slug"),
        FieldPanel("archived"),
    ]

    class Meta(Subject.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class Storyline(Subject):
    """One matter as it develops, from story to story."""

    kind = "storyline"
    whole = keys.all_of("storyline")
    address_root = "razvitie"

    summary = models.TextField(_("summary"), blank=True)

    panels: ClassVar[list[Any]] = [
        FieldPanel("name"),
        FieldPanel("summary"),
        FieldPanel("slug"),
        FieldPanel("archived"),
    ]

    class Meta(Subject.Meta):
        verbose_name = _("storyline")
        verbose_name_plural = _("storylines")


class Byline(Subject):
    """Who signs stories. May belong to a user; agency, guest and late authors have no sign-in."""

    kind = "byline"
    whole = keys.all_of("byline")
    address_root = "avtor"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="byline",
    )
    role = models.CharField(_("what the author does"), max_length=120, blank=True)
    bio = models.TextField(_("a few words about the author"), max_length=600, blank=True)
    portrait = models.ForeignKey(
        "photos.Photo",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("name"),
        FieldPanel("role"),
        FieldPanel("bio"),
        FieldPanel("portrait"),
        FieldPanel("slug"),
        FieldPanel("archived"),
    ]

    @classmethod
    def settle(cls, pks: Sequence[Any]) -> None:
        super().settle(pks)
        portraits = cls._base_manager.filter(pk__in=pks, portrait__in_use_since=None)
        put_to_use(portraits.exclude(portrait=None).values_list("portrait_id", flat=True))

    class Meta(Subject.Meta):
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")


class Agency(Subject):
    """Where news comes from: an agency that we carry or that others cite."""

    kind = "agency"
    whole = keys.all_of("agency")
    address_root = "agentsia"

    code = models.CharField(_("code"), max_length=20, unique=True)

    panels: ClassVar[list[Any]] = [
        FieldPanel("name"),
        FieldPanel("code"),
        FieldPanel("slug"),
        FieldPanel("archived"),
    ]

    class Meta(Subject.Meta):
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
