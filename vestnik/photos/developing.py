"""The public renditions of a photo: looked up, made before a page needs them, taken away again."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.db import models, transaction
from wagtail.images.models import Filter

from vestnik.changes.announcing import gathering
from vestnik.kit import clock
from vestnik.kit.hashing import fingerprint
from vestnik.photos import darkroom, specs
from vestnik.photos.packet import packet

if TYPE_CHECKING:
    from vestnik.photos.models import PhotoRendition


class Developed(models.Model):
    """What of a photo is about its renditions."""

    if TYPE_CHECKING:
        # The photo's own columns and roads, which is what this is a part of.
        def __getattr__(self, name: str) -> Any: ...

    class Meta:
        abstract = True

    def rendition(self, name: str) -> PhotoRendition | None:
        """The public rendition by its name in `specs.PUBLIC`, if it was made; never makes one."""
        spec = specs.PUBLIC[name].filter
        return next((made for made in self.renditions.all() if made.filter_spec == spec), None)

    def shown(self, use: str) -> list[tuple[str, PhotoRendition]]:
        """The renditions of one use that were made, narrow to wide, each with its format."""
        found = [
            (spec, made)
            for made in self.renditions.all()
            if (spec := specs.BY_FILTER.get(made.filter_spec)) is not None and spec.use == use
        ]
        found.sort(key=lambda pair: pair[1].width)
        return [(spec.format, made) for spec, made in found]

    def job_of(self, filter: Filter, format: str) -> darkroom.Job:
        """What the darkroom has to do for a filter: Wagtail's own arithmetic, with the focal point."""
        transform = filter.get_transform(self, (self.width, self.height))
        box = transform.get_rect().round()
        size = (max(1, int(transform.size[0])), max(1, int(transform.size[1])))
        return darkroom.Job((box.left, box.top, box.right, box.bottom), size, format)

    def packet(self) -> str:
        """What its public renditions say of themselves."""
        return packet(
            creator=self.creator,
            credit=self.credit,
            rights=self.copyright_notice,
            terms=self.usage_terms,
            source_type=self.source_type,
        )

    def rendition_key(self) -> str:
        """Names the state from which public renditions are made: with another, others are made."""
        focus = [self.focal_point_x, self.focal_point_y]
        focus += [self.focal_point_width, self.focal_point_height]
        return fingerprint(specs.RECIPE, self.file_hash, repr(focus), self.packet())[:16]

    def make_public_renditions(self) -> None:
        """Make what public pages use and is not there as it should be. Nothing without a picture.

        A render makes no files: they are there before any page asks for them. Raises PictureRefused.
        """
        if not self.file or self.withdrawn_at is not None:
            return
        if self.rights_over(clock.instant()):
            self.take_away_renditions()
            return
        key, needed = self.rendition_key(), specs.wanted(self.width, self.height)
        there = self.renditions.filter(filter_spec__in=specs.PUBLIC_SPECS)
        made = {row.filter_spec for row in there if row.focal_point_key == key}
        if made == {spec.filter for spec in needed}:
            return
        jobs = [self.job_of(Filter(spec=spec.filter), spec.format) for spec in needed]
        with (
            self.open_file() as original,
            darkroom.made_of(original, jobs, self.packet()) as pictures,
            ExitStack() as opened,
            gathering(),
        ):
            there.delete()
            self.renditions.model.objects.bulk_create(
                self.renditions.model(
                    image=self, filter_spec=spec.filter, focal_point_key=key, width=one.width,
                    height=one.height,
                    file=File(opened.enter_context(one.path.open("rb")), name=spec.file_name),
                )
                for spec, one in zip(needed, pictures, strict=True)
            )  # fmt: skip

    def take_away_renditions(self) -> None:
        """Delete the public renditions of a photo whose rights have ended, and note that."""
        rows = self.renditions.filter(filter_spec__in=specs.PUBLIC_SPECS)
        files = [row.file for row in rows]
        with gathering():
            rows.delete()
            photo: Any = self
            photo.rights_ended_at = clock.instant()
            type(photo).objects.filter(pk=photo.pk).update(rights_ended_at=photo.rights_ended_at)
            # Files have no transactions: they go only when it is certain that the rows are gone.
            transaction.on_commit(lambda: [file.storage.delete(file.name) for file in files])

    def put_to_use(self) -> None:
        """Mark the photo as shown to readers, and make its public renditions before a page needs them."""
        photo: Any = self
        if photo.in_use_since is None:
            photo.in_use_since = clock.instant()
            photo.save(update_fields=["in_use_since"])
        self.make_public_renditions()
