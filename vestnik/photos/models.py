"""The photo and its renditions."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import PurePosixPath
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files import File
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.images.image_operations import FormatOperation
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    SourceImageIOError,
    get_rendition_storage,
    get_rendition_upload_to,
)
from wagtail.search import index

from vestnik.changes.errors import NotADelete
from vestnik.changes.public import PublicManager, PublicModel
from vestnik.kit import clock
from vestnik.kit.hashing import keyed_name
from vestnik.photos import darkroom, likeness, metadata, specs, storage, words
from vestnik.photos.developing import Developed
from vestnik.photos.errors import PictureRefused
from vestnik.photos.events import PhotoAppeared, PhotoReplaced, PhotoWithdrawn
from vestnik.photos.fields import PictureField
from vestnik.photos.queries import PhotoQuerySet
from vestnik.photos.rights import Licensed
from vestnik.photos.source_types import SOURCE_TYPES
from vestnik.press import keys


class PhotoManager(PublicManager.from_queryset(PhotoQuerySet)):  # type: ignore[misc]
    """The library's manager."""


def original_path(photo: Photo, filename: str) -> str:
    """Where an original is kept: by the photo's uid, so that no name of a person's file survives."""
    return f"{photo.uid.hex[:2]}/{photo.uid.hex}{PurePosixPath(filename).suffix.lower()[:10]}"


class Photo(Licensed, Developed, PublicModel, AbstractImage):
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
            "read_hash",
            "undeclared",
            "rights_cost",
            "rights_ended_at",
            "people",
            "place",
            "likeness",
        }
    )
    appeared = PhotoAppeared
    changed = PhotoReplaced
    disappeared = PhotoWithdrawn

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = PictureField(
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
    usage_terms = models.TextField(
        _("terms of use"),
        blank=True,
        max_length=2_000,
        help_text=_(
            "They go with the picture: whoever saves it from a page finds them in the file."
        ),
    )
    people = models.CharField(
        _("who is seen"),
        blank=True,
        max_length=500,
        help_text=_("Full names, from left to right, parted by commas. Readers do not see this."),
    )
    place = models.CharField(_("where it was taken"), blank=True, max_length=200)
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    source_type = models.CharField(
        _("how it was made"), max_length=60, blank=True, choices=SOURCE_TYPES
    )
    origin_url = models.CharField(max_length=1_000, blank=True, editable=False)
    tone = models.PositiveSmallIntegerField(default=3, editable=False)
    #: The difference hash of the picture, in hexadecimal digits (`likeness.py`).
    likeness = models.CharField(max_length=32, blank=True, editable=False)
    #: The hash of the picture whose facts were read: each is read once.
    read_hash = models.CharField(max_length=40, blank=True, editable=False)
    #: What was read from bytes whose encoding had to be decided (`metadata.entry`), by field.
    undeclared = models.JSONField(default=dict, blank=True, editable=False)
    in_use_since = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    #: What was found in the picture, while it is being saved.
    facts: darkroom.Facts | None = None

    objects: ClassVar[PhotoManager] = PhotoManager()

    admin_form_fields = (
        "file", "title", "caption", "description", "credit", "file_photo", "people", "place", "creator",
        "copyright_notice", "usage_terms", "source_type", "taken_at", "rights_from", "rights_until",
        "rights_where", "rights_cost", "replacement", "collection", "tags", "focal_point_x",
        "focal_point_y", "focal_point_width", "focal_point_height",
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
        indexes = (
            # Wagtail looks here for the same file among all that were ever uploaded.
            models.Index(fields=("file_hash",), name="photos_photo_file_hash"),
            models.Index(
                fields=("rights_until", "id"),
                name="photos_photo_rights_end",
                condition=models.Q(rights_until__isnull=False),
            ),
            models.Index(
                fields=("rights_until",),
                name="photos_photo_rights_due",
                condition=models.Q(rights_until__isnull=False, rights_ended_at__isnull=True),
            ),
        )

    def log_subject(self) -> str:
        return keys.row("photo", self.pk)

    @property
    def is_public(self) -> bool:
        """Whether readers may see it if its rights hold (`on_pages`): put to use and not withdrawn.
        Pages show no other, whoever tied it to a live story: a change of such a photo is not announced."""
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
        fields = kwargs.get("update_fields")
        if not self.file:
            self.width = self.height = 0
        elif fields is None or "file" in fields:
            self._read_picture()
        new_picture = self.facts is not None
        try:
            with transaction.atomic(savepoint=False):
                super().save(*args, **kwargs)
                if fields is None or words.INDEXED.intersection(fields):
                    self.write_words()
                if new_picture:
                    likeness.note(self.pk, self.likeness)
        finally:
            self.facts = None

    def write_words(self) -> None:
        """Bring the library's index in line with the photo; needed by itself only for its tags."""
        words.write([self], {self.pk: list(self.tags.names())})

    def _read_picture(self) -> None:
        """Take over what a new picture is and says, on whatever road it came. Raises PictureRefused."""
        uploaded: Any = None if self.file._committed else self.file.file
        if not self.file_hash or not self.file._committed:
            self._set_image_file_metadata()
        if self.read_hash == self.file_hash:
            return
        # A form has examined it already.
        facts = getattr(uploaded, "facts", None) or darkroom.examine(self.file)
        if uploaded is None:
            self.file.close()
        # Django measures a picture once more when it stores it (`fields.UprightFile`).
        self.facts = facts
        self.width, self.height, self.tone = facts.width, facts.height, facts.tone
        self.read_hash, self.likeness = self.file_hash, facts.likeness
        reading = metadata.read(facts.said, ZoneInfo(settings.TIME_ZONE))
        free = {name: value for name, value in reading.values.items() if not getattr(self, name)}
        if not (self.rights_from is None and self.rights_until is None):
            free.pop("rights_from", None)
            free.pop("rights_until", None)
        for name, value in free.items():
            setattr(self, name, value)
        self.undeclared = {n: kept for n, kept in reading.undeclared.items() if n in free}

    @property
    def read_as(self) -> str:
        """The encoding in which undeclared text of the picture was read; "" where there was none."""
        return next((str(kept["as"]) for kept in self.undeclared.values()), "")

    def read_again_as(self, encoding: str) -> None:
        """Read the undeclared text in another encoding; what an editor has changed since stays."""
        for name, kept in self.undeclared.items():
            now = getattr(self, name).replace("\r\n", "\n").strip()
            if now == metadata.again(name, kept, kept["as"]):
                setattr(self, name, metadata.again(name, kept, encoding))
                self.undeclared = self.undeclared | {name: kept | {"as": encoding}}

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if self.in_use_since is not None:
            raise NotADelete("A photo that was ever published is withdrawn, not deleted.")
        self.renditions.all().delete()
        words.forget([self.pk])
        return super().delete(*args, **kwargs)

    def generate_rendition_file(self, filter: Filter, *, source: Any = None) -> File[bytes]:
        """One rendition as Wagtail asks for it: a thumbnail of the newsroom."""
        formats = [step.format for step in filter.operations if isinstance(step, FormatOperation)]
        format = formats[-1] if formats else specs.JPEG
        try:
            # Opened first: a photo without a picture has no size from which to work out the job.
            with (
                self._opened(source) as original,
                darkroom.made_of(original, [self.job_of(filter, format)]) as made,
            ):
                data = made[0].path.read_bytes()
        except PictureRefused as refused:
            raise SourceImageIOError(str(refused)) from refused
        suffix = {"jpeg": "jpg"}.get(format, format)
        return File(io.BytesIO(data), name=f"{self.uid.hex}.{suffix}")

    @contextmanager
    def _opened(self, source: Any) -> Iterator[File[bytes]]:
        if source is not None:
            yield source
        else:
            with self.open_file() as original:
                yield original

    def create_rendition(self, filter: Filter) -> AbstractRendition:
        # As Wagtail's, but its temporary file is closed (images/models.py:600 leaves it open).
        with closing(self.generate_rendition_file(filter)) as picture:
            made: AbstractRendition = self.renditions.get_or_create(
                filter_spec=filter.spec,
                focal_point_key=filter.get_cache_key(self),
                defaults={"file": picture},
            )[0]
        return made

    @classmethod
    def settle(cls, pks: Sequence[Any]) -> None:
        """A photo in use whose cut, credit or rights changed gets other renditions, or none, with the
        same commit; what may stand in its place is made ready, since no page waits for it."""
        for photo in cls.objects.in_use().filter(pk__in=pks).prefetch_related("renditions"):
            made = [row for row in photo.renditions.all() if row.is_of_public_kind]
            key, over = photo.rendition_key(), photo.rights_over(clock.instant())
            if over != (photo.rights_ended_at is not None):
                if not over:
                    cls.objects.filter(pk=photo.pk).update(rights_ended_at=None)
                photo.make_public_renditions()
            elif any(row.focal_point_key != key for row in made):
                photo.make_public_renditions()
            after = photo.replacement
            if after is not None and after.in_use_since is None and after.withdrawn_at is None:
                after.put_to_use()


class PhotoRendition(PublicModel, AbstractRendition):
    """One picture made from a photo. Only the specs of `specs.PUBLIC` are ever seen by readers."""

    appeared = changed = disappeared = PhotoReplaced

    # Not CASCADE: that would delete public rows past the choke point. Photo.delete() does it.
    image = models.ForeignKey(Photo, related_name="renditions", on_delete=models.DO_NOTHING)
    # Wagtail's decodes an AVIF to measure it.
    file = PictureField(
        upload_to=get_rendition_upload_to,
        storage=get_rendition_storage,
        width_field="width",
        height_field="height",
    )

    class Meta(PublicModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="photos_rendition_once"
            ),
        )
        # By its name a rendition is asked for, by every reader of every picture.
        indexes = (models.Index(fields=("file",), name="photos_rendition_file"),)

    @classmethod
    def key_of(cls, pk: Any) -> str | None:
        return None

    @classmethod
    def kinds(cls) -> frozenset[str]:
        return frozenset({"photo"})

    def log_subject(self) -> str:
        return keys.row("photo", self.image_id)

    def public_keys(self) -> frozenset[str]:
        return self.image.public_keys() if self.is_of_public_kind else frozenset()

    @property
    def is_of_public_kind(self) -> bool:
        """Whether it is one of those that pages use; all others are the newsroom's."""
        return self.filter_spec in specs.PUBLIC_SPECS

    def get_upload_to(self, filename: str) -> str:
        """A name that tells nothing and cannot be guessed; thumbnails go under the newsroom's prefix."""
        spec = specs.BY_FILTER.get(self.filter_spec)
        varies = self.filter_spec if spec is None else ""
        name = keyed_name(
            settings.SECRET_KEY.encode(),
            "rendition",
            self.image.uid.hex,
            self.image.file_hash,
            varies,
            self.focal_point_key,
        )
        suffix = PurePosixPath(filename).suffix.lower()
        if spec is None:
            return f"{storage.NEWSROOM}{name[:2]}/{name}{suffix}"
        # All renditions of a photo share one name, so that a page full of them stays light.
        return f"{name[:2]}/{name}-{spec.use[0]}{spec.width}{suffix}"
