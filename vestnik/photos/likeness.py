"""Photos that look alike: by their difference hash, found without looking at the library.

The hash has 128 bits, 64 of the rows' differences and 64 of the columns'. It is cut into eight keys of
sixteen bits: two hashes that differ in at most seven bits have one key the same (there are more keys than
differences), so that only rows with a common key are compared.
"""

from __future__ import annotations

from typing import Final

from django.db import models

KEYS: Final = 8
_BITS: Final = 16
#: Bits in which the same picture may differ after it was made smaller, compressed or lightened.
ALIKE: Final = KEYS - 1
#: Rows looked at for one key, the newest: a key of an even sky stands for nothing.
_MOST_OF_A_KEY: Final = 150
#: Keys that even surfaces have: with them the whole library would be compared.
_EVEN: Final = frozenset({0, 0xFFFF})


class PhotoLikeness(models.Model):
    """One key of a photo's hash: its place among the eight, and its sixteen bits, as one number."""

    key = models.IntegerField()
    photo = models.ForeignKey("photos.Photo", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("key", "photo"), name="photos_likeness_once"),
        )


def keys_of(likeness: str) -> list[int]:
    """The keys under which a hash, 32 hexadecimal digits, is found; none of a hash without shapes."""
    parts = [int(likeness[at : at + 4], 16) for at in range(0, len(likeness), _BITS // 4)]
    return [place << _BITS | part for place, part in enumerate(parts) if part not in _EVEN]


def differences(one: str, other: str) -> int:
    """In how many bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def note(pk: int, likeness: str) -> None:
    """Keep the keys of a photo's hash."""
    PhotoLikeness.objects.filter(photo_id=pk).delete()
    PhotoLikeness.objects.bulk_create(
        PhotoLikeness(key=key, photo_id=pk) for key in keys_of(likeness)
    )


def like(likeness: str, *, without: int | None = None) -> list[int]:
    """The ids of photos that look the same, the most alike first."""
    from vestnik.photos.models import Photo

    candidates: set[int] = set()
    for key in keys_of(likeness) if likeness else []:
        rows = PhotoLikeness.objects.filter(key=key).order_by("-photo")
        candidates.update(rows.values_list("photo_id", flat=True)[:_MOST_OF_A_KEY])
    candidates.discard(without or 0)
    stored = Photo.objects.usable().filter(pk__in=candidates).values_list("pk", "likeness")
    alike = [(differences(likeness, other), pk) for pk, other in stored if other]
    return [pk for apart, pk in sorted(alike) if apart <= ALIKE]
