"""What stories are about and who made them: topic, storyline, byline, agency."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from vestnik.changes.errors import NotADelete
from vestnik.changes.public import PublicManager, PublicModel, PublicQuerySet
from vestnik.kit.slugs import slugify
from vestnik.press import keys
from vestnik.stories.events import SubjectAppeared, SubjectArchived, SubjectChanged


class SubjectQuerySet(PublicQuerySet[Any]):
    """Topics, storylines, bylines or agencies."""

    def current(self) -> Self:
        """Those that readers meet: not archived."""
        return self.filter(archived=False)

    def named(self, name: str) -> Any:
        """The one of this name, made when there is none yet."""
        found = self.filter(name=name).first()
        return found or self.create(name=name)


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
        if self.archived:
            return frozenset()
        return frozenset(
            {self.log_subject(), keys.name(self.kind, self.pk), keys.all_of(self.kind)}
        )

    def path(self) -> str:
        """Its public address; pages of it come with a later issue for all but the section."""
        return f"/{self.address_root}/{self.slug}/"

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
        while self.slug in taken:
            number += 1
            self.slug = f"{base}-{number}"


class Topic(Subject):
    """What stories are about: a person, a place, a matter."""

    kind = "topic"
    whole = keys.all_of("topic")
    address_root = "tema"

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
        FieldPanel("portrait"),
        FieldPanel("slug"),
        FieldPanel("archived"),
    ]

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
