"""The picture's model field: its measures are those of the picture as it is shown, standing upright."""

from __future__ import annotations

from typing import Any

from PIL import Image
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from vestnik.photos.darkroom.opening import shown_size


class UprightFile(WagtailImageFieldFile):
    """Wagtail's measures how the points lie in the file; a phone held upright lies on its side."""

    #: Django's, which Wagtail's class hides from the types.
    instance: Any

    def get_image_dimensions(self) -> tuple[int, int]:
        facts = getattr(self._file, "facts", None) if hasattr(self, "_file") else None
        facts = facts or getattr(self.instance, "facts", None)
        return (facts.width, facts.height) if facts else self._measured()

    def _measured(self) -> tuple[int, int]:
        """From the header alone: this process decodes no picture."""
        was_closed = self.closed
        self.open()
        try:
            with Image.open(self) as picture:
                # Asked for EXIF that it has not met yet, a PNG is decoded in search of it.
                if picture.format == "PNG" and "exif" not in picture.info:
                    return picture.size
                return shown_size(picture)
        finally:
            if was_closed:
                self.close()
            else:
                self.seek(0)


class PictureField(WagtailImageField):
    """A picture with `width_field` and `height_field` upright."""

    attr_class = UprightFile
