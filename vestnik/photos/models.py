"""The photo and its renditions."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import PurePosixPath
from typing import Any, ClassVar

from django.conf import settings
from django.core.files import File
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    SourceImageIOError,
    WagtailImageField,
)
from wagtail.search import index

from vestnik.changes.errors import NotADelete
from vestnik.changes.public import PublicManager, PublicModel
from vestnik.kit.hashing import keyed_name
from vestnik.photos import specs, storage
from vestnik.photos.events import PhotoAppeared, PhotoReplaced, PhotoWithdrawn
from vestnik.photos.metadata import without_exif
from vestnik.photos.queries import PhotoQuerySet
from vestnik.press import keys


class PhotoManager(PublicManager.from_queryset(PhotoQuerySet)):  # type: ignore[misc]
    """The library's manager."""


def original_path(photo: Photo, filename: str) -> str:
    """Where an original is kept: by the photo's uid, so that no name of a person's file survives."""
    return f"{photo.uid.hex[:2]}/{photo.uid.hex}{PurePosixPath(filename).suffix.lower()[:10]}"


class Photo(PublicModel, AbstractImage):
    """A picture of the library with what must be said of it.

    The picture itself may be missing: an imported caption and credit wait for it. `caption` says
    what is seen, `description` (Wagtail's) is the text for those who cannot see it.
    """

    silent_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "collection",
            "tags",
            "uploaded_by_user",
            "file_size",
            "file_hash",
            "created_at",
            "title",
            "origin_url",
        }
    )
    appeared = PhotoAppeared
    changed = PhotoReplaced
    disappeared = PhotoWithdrawn

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = WagtailImageField(
        _("picture"),
        upload_to=original_path,
        storage=storage.originals,
        width_field="width",
        height_field="height",
        blank=True,
        max_length=120,
    )
    width = models.IntegerField(editable=False, default=0)
    height = models.IntegerField(editable=False, default=0)
    caption = models.TextField(_("caption"), blank=True, max_length=1_000)
    credit = models.CharField(_("credit"), blank=True, max_length=200)
    file_photo = models.BooleanField(
        _("file photo"), default=False, help_text=_("From the archive: not taken at this event.")
    )
    creator = models.CharField(_("photographer"), blank=True, max_length=200)
    copyright_notice = models.CharField(_("copyright notice"), blank=True, max_length=300)
    usage_terms = models.TextField(_("terms of use"), blank=True, max_length=2_000)
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    rights_from = models.DateTimeField(_("rights from"), null=True, blank=True)
    rights_until = models.DateTimeField(_("rights until"), null=True, blank=True)
    origin_url = models.CharField(max_length=1_000, blank=True, editable=False)
    in_use_since = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[PhotoManager] = PhotoManager()

    admin_form_fields = (
        "file", "title", "caption", "credit", "file_photo", "description", "creator",
        "copyright_notice", "usage_terms", "taken_at", "rights_from", "rights_until", "collection",
        "tags", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    search_fields = (
        *AbstractImage.search_fields,
        index.SearchField("caption"),
        index.SearchField("credit"),
        index.SearchField("creator"),
    )

    class Meta(PublicModel.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = (
            models.CheckConstraint(
                name="photos_photo_measured",
                condition=models.Q(file="") | models.Q(width__gt=0, height__gt=0),
            ),
            models.CheckConstraint(
                name="photos_photo_rights_in_order",
                condition=models.Q(rights_from=None)
                | models.Q(rights_until=None)
                | models.Q(rights_from__lte=models.F("rights_until")),
            ),
        )

    def log_subject(self) -> str:
        return keys.row("photo", self.pk)

    @property
    def is_public(self) -> bool:
        """Whether readers may see it: put to use and not withdrawn. Pages show no other, whoever
        tied it to a live story: a change of such a photo is not announced."""
        return self.in_use_since is not None and self.withdrawn_at is None

    def public_keys(self) -> frozenset[str]:
        return frozenset({self.log_subject()}) if self.is_public else frozenset()

    @classmethod
    def public_tables(cls) -> tuple[str, ...]:
        # Tags are the library's own order: no reader sees one (`silent_fields`).
        field: Any = cls._meta.get_field("tags")
        tags = field.remote_field.through._meta.db_table
        return tuple(table for table in super().public_tables() if table != tags)

    @contextmanager
    def open_file(self) -> Iterator[File[bytes]]:
        """The original, opened. Raises SourceImageIOError, which Wagtail's screens understand."""
        if not self.file:
            raise SourceImageIOError("This photo's picture is missing.")
        with super().open_file() as opened:
            yield opened

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.file:
            self.width = self.height = 0
        elif not (self.width and self.height):
            # Django measures a picture only when it takes the place of another one.
            self.width, self.height = self.file.width, self.file.height
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if self.in_use_since is not None:
            raise NotADelete("A photo that was ever published is withdrawn, not deleted.")
        self.renditions.all().delete()
        return super().delete(*args, **kwargs)

    def rendition(self, name: str) -> PhotoRendition | None:
        """The public rendition by its name in `specs.PUBLIC`, if it was made; never makes one."""
        spec = specs.PUBLIC[name]
        return next((made for made in self.renditions.all() if made.filter_spec == spec), None)

    def generate_rendition_file(self, filter: Filter, **kwargs: Any) -> File[bytes]:
        with closing(super().generate_rendition_file(filter, **kwargs)) as picture:
            return without_exif(picture)

    def create_rendition(self, filter: Filter) -> AbstractRendition:
        # As Wagtail's, but its temporary file is closed (images/models.py:600 leaves it open).
        with closing(self.generate_rendition_file(filter)) as picture:
            made: AbstractRendition = self.renditions.get_or_create(
                filter_spec=filter.spec,
                focal_point_key=filter.get_cache_key(self),
                defaults={"file": picture},
            )[0]
        return made

    def make_public_renditions(self) -> None:
        """Make what public pages use and is not there yet. Does nothing without a picture."""
        if self.file and self.withdrawn_at is None:
            made = {(one.filter_spec, one.focal_point_key) for one in self.renditions.all()}
            for spec in specs.PUBLIC.values():
                wanted = Filter(spec=spec)
                if (spec, wanted.get_cache_key(self)) not in made:
                    # What was cut round another focal point is not shown beside it.
                    self.renditions.filter(filter_spec=spec).delete()
                    # Not get_rendition(): its cache remembers rows whose transaction was undone.
                    self.create_rendition(wanted)


class PhotoRendition(PublicModel, AbstractRendition):
    """One picture made from a photo. Only the specs of `specs.PUBLIC` are ever seen by readers."""

    appeared = changed = disappeared = PhotoReplaced

    # Not CASCADE: that would delete public rows past the choke point. Photo.delete() does it.
    image = models.ForeignKey(Photo, related_name="renditions", on_delete=models.DO_NOTHING)

    class Meta(PublicModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="photos_rendition_once"
            ),
        )

    @classmethod
    def key_of(cls, pk: Any) -> str | None:
        return None

    @classmethod
    def kinds(cls) -> frozenset[str]:
        return frozenset({"photo"})

    def log_subject(self) -> str:
        return keys.row("photo", self.image_id)

    def public_keys(self) -> frozenset[str]:
        if self.filter_spec not in specs.PUBLIC_SPECS:
            return frozenset()
        return self.image.public_keys()

    def get_upload_to(self, filename: str) -> str:
        """A name that tells nothing and cannot be guessed; thumbnails go under the newsroom's prefix."""
        name = keyed_name(
            settings.SECRET_KEY.encode(),
            "rendition",
            self.image.uid.hex,
            self.image.file_hash,
            self.filter_spec,
            self.focal_point_key,
        )
        suffix = PurePosixPath(filename).suffix.lower()
        prefix = "" if self.filter_spec in specs.PUBLIC_SPECS else storage.NEWSROOM
        return f"{prefix}{name[:2]}/{name}{suffix}"
