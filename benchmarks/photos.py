"""What a picture costs: to examine at upload, and to make all renditions of when it is put to use.

Budgets: 512 MB and 10 s for any picture, 2 s of a processor for the renditions of 12 million points.
Pictures are drawn here; with VESTNIK_SAMPLES the sample photos are examined too.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from PIL import Image  # noqa: E402
from wagtail.images.models import Filter  # noqa: E402

from vestnik.photos import darkroom, specs  # noqa: E402
from vestnik.photos.errors import PictureRefused  # noqa: E402
from vestnik.photos.models import Photo  # noqa: E402

MOST_MEMORY, MOST_SECONDS, MOST_FOR_RENDITIONS = 512 * 1024 * 1024, 10.0, 2.0


def drawn(width: int, height: int, kind: str, mode: str = "RGB", **how: object) -> bytes:
    """A picture with detail at several scales, as a photo has."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    for scale, share in ((8, 0.5), (64, 0.4), (512, 0.25)):
        size = (max(4, width * scale // 4096), max(4, height * scale // 4096))
        noise = Image.merge("RGB", [Image.effect_noise(size, 90) for _ in range(3)])
        picture = Image.blend(picture, noise.resize((width, height)), share)
    out = io.BytesIO()
    picture.convert(mode).save(out, kind, **how)
    return out.getvalue()


def pictures() -> dict[str, bytes]:
    made = {
        "12 million, JPEG": drawn(4240, 2832, "JPEG", quality=92),
        "50 million, JPEG": drawn(8660, 5774, "JPEG", quality=90),
        "50 million, progressive JPEG": drawn(8660, 5774, "JPEG", quality=90, progressive=True),
        "25 million, CMYK": drawn(6124, 4082, "JPEG", "CMYK", quality=90),
        "25 million, PNG": drawn(6124, 4082, "PNG", "RGBA", compress_level=1),
        "12 million, WebP": drawn(4240, 2832, "WEBP", quality=80, method=0),
        "12 million, AVIF": drawn(4240, 2832, "AVIF", quality=60, speed=10),
    }
    samples = Path(os.environ.get("VESTNIK_SAMPLES", "samples")) / "D_photos"
    for path in sorted(samples.rglob("*")):
        if path.is_file() and path.suffix not in (".txt", ".md", ".LICENSE", ".fuzzed"):
            made[path.name[:40]] = path.read_bytes()
    return made


def made_of(data: bytes, facts: darkroom.Facts) -> tuple[float, int, int]:
    """Seconds, peak of memory and bytes of all renditions."""
    photo = Photo(
        collection_id=1, width=facts.width, height=facts.height, credit="БТА", creator="Анна Проба"
    )
    needed = specs.wanted(facts.width, facts.height)
    jobs = [photo.job_of(Filter(spec=spec.filter), spec.format) for spec in needed]
    with darkroom.made_of(ContentFile(data), jobs, photo.packet()) as made:
        return made.seconds, made.memory, sum(one.path.stat().st_size for one in made)


def main() -> int:
    over = []
    print(f"{'picture':42} {'examined':>16} {'renditions':>16} {'bytes':>9}")
    for name, data in pictures().items():
        try:
            facts = darkroom.examine(ContentFile(data))
            seconds, memory, size = made_of(data, facts)
        except PictureRefused as refused:
            print(f"{name:42} refused: {refused.code}")
            continue
        print(
            f"{name:42} {facts.seconds:7.2f} s {facts.memory >> 20:3} MB {seconds:7.2f} s "
            f"{memory >> 20:3} MB {size // 1000:6} kB"
        )
        most = max(facts.memory, memory)
        if most > MOST_MEMORY or max(facts.seconds, seconds) > MOST_SECONDS:
            over.append(name)
        if name.startswith("12 million, JPEG") and seconds > MOST_FOR_RENDITIONS:
            over.append(f"{name}: renditions")
    for name in over:
        print(f"Over budget: {name}", file=sys.stderr)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
