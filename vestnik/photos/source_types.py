"""How a picture came to be: the members of IPTC's vocabulary "Digital Source Type", in words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

#: Code of the vocabulary → words. Read from XMP, chosen in the form, written into renditions.
SOURCE_TYPES: Final = [
    ("digitalCapture", _("taken with a digital camera")),
    ("computationalCapture", _("put together by the camera from several exposures")),
    ("negativeFilm", _("scanned from a negative")),
    ("positiveFilm", _("scanned from a slide")),
    ("print", _("scanned from a print")),
    ("humanEdits", _("altered by a person beyond the usual")),
    ("compositeCapture", _("composed of several photos")),
    ("composite", _("composed of several elements")),
    ("compositeSynthetic", _("composed, with parts made by a computer")),
    ("compositeWithTrainedAlgorithmicMedia", _("photo altered with generative software")),
    ("trainedAlgorithmicMedia", _("made by generative software")),
    ("algorithmicMedia", _("made by a program, without training on pictures")),
    ("algorithmicallyEnhanced", _("a photo enhanced by software")),
    ("digitalArt", _("drawn on a computer")),
    ("digitalCreation", _("made by a person on a computer")),
    ("softwareImage", _("made by software")),
    ("screenCapture", _("a picture of a screen")),
    ("virtualRecording", _("recorded in a virtual scene")),
    ("dataDrivenMedia", _("a picture of data")),
]
