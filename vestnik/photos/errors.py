"""What the photo library refuses, each with a sentence that says what is wrong and what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

#: Formats that are taken, as a person would name them.
TAKEN = "JPEG, PNG, WebP, AVIF, GIF"

_SENTENCES = {
    "format": gettext_lazy(
        "This is a file of the kind %(kind)s, which browsers do not show. Save it as JPEG and upload "
        "that; taken are %(taken)s."
    ),
    "heic": gettext_lazy(
        "This is a HEIC picture, as phones make them. Save it as JPEG first (on the phone: share it "
        "as “most compatible”) and upload that."
    ),
    "drawing": gettext_lazy(
        "This is a drawing (SVG), which can carry a program. Save it as PNG and upload that."
    ),
    "unknown": gettext_lazy(
        "This is no picture, or it is damaged from its first bytes. Taken are %(taken)s."
    ),
    "broken": gettext_lazy(
        "The picture is damaged: it cannot be read to its end. Ask for it again, or open it in a "
        "picture program and save it anew as JPEG."
    ),
    "pixels": gettext_lazy(
        "The picture has too many pixels: at most %(millions)s million are taken. Make it smaller "
        "and upload that."
    ),
    "memory": gettext_lazy(
        "The picture asks for more memory than one picture may have. Make it smaller, or save it as "
        "a plain JPEG, and upload that."
    ),
    "time": gettext_lazy(
        "The picture takes too long to read. Open it in a picture program, save it anew as JPEG, and "
        "upload that."
    ),
    "name": gettext_lazy(
        "Only a picture whose name ends as its kind does is taken: this one is %(kind)s, and is called "
        ".%(extension)s. Rename it and upload it again."
    ),
    "busy": gettext_lazy(
        "Too many pictures are being read at this moment. Upload this one again in a minute."
    ),
}


class PictureRefused(Exception):
    """A picture that is not taken. `code` tells which sentence, `str()` is the sentence."""

    def __init__(self, code: str, **words: Any) -> None:
        self.code = code
        self.words = {"taken": TAKEN, **words}
        super().__init__(code)

    def __str__(self) -> str:
        return str(_SENTENCES[self.code]) % self.words
