"""Owns splitting what stands under a photo into caption and credit, and knowing a file photo."""

from __future__ import annotations

import re

from vestnik.importer.reading.found import FoundPhoto

_LABEL = (
    r"снимк(?:а|и)(?:\s*източник)?|фото(?:графия|граф)?|photos?(?:\s+credit|\s+by)?|photograph(?:er|s)?(?:\s+by)?"
    r"|image(?:\s+credit|\s+source)?|picture|credits?|кредит|bild|foto|источник фото|илюстрация"
)
_LABELLED = re.compile(
    rf"(?P<before>^|.*?[\s,.;(\[|/–—-])\s*(?:{_LABEL})\s*[:：/©]\s*(?P<credit>[^\n]{{1,120}})$",
    re.IGNORECASE | re.DOTALL,
)
_BY = re.compile(r"^(?:photo(?:graph)? by|image by|foto von)\s+(?P<credit>.{2,80})$", re.IGNORECASE)
_SIGNED = re.compile(
    r"^(?P<before>.*?)\s*(?:©|\(c\))\s*(?P<credit>[^©]{2,80})$", re.IGNORECASE | re.DOTALL
)
_FILE_PHOTO = re.compile(
    r"\bархив\w*|\bfile (?:photo|image|picture|pic)\b|\barchive\b|\barchival\b|\barchivbild\b"
    r"|\barchivfoto\b|(?:^|[/(,])\s*file\s*(?:$|[/),])",
    re.IGNORECASE,
)
_AGENCY_PHOTO = re.compile(
    r"^(?P<before>.*?)\s*\((?P<credit>[A-Z]{2,5} (?:Photo|Foto|File)\b[^()]*)\)\.?$", re.DOTALL
)
_FILE_LABEL = re.compile(
    r"^(?:file (?:photo|image|picture)|архивна снимка|архив|archivbild)\s*[:：–—-]\s*(?=\S)",
    re.IGNORECASE,
)
_STRIP = " \t\n,;|/–—-©()[]"


def split(text: str) -> tuple[str, str]:
    """Caption and credit of the words under a photo: „…, снимка: архив“ gives both."""
    text = " ".join(text.split())
    text = _FILE_LABEL.sub("", text)
    for form in (_AGENCY_PHOTO, _BY, _LABELLED, _SIGNED):
        match = form.match(text)
        if match:
            before = match.groupdict().get("before") or ""
            return before.strip(_STRIP), _credit(match["credit"])
    return text, ""


def is_caption(line: str) -> bool:
    """Whether a line of a text page is a photo's caption or credit."""
    return len(line) <= 500 and bool(split(line)[1]) and not _BY.match("x" + line)


def is_file_photo(*texts: str) -> bool:
    """Whether the words say that the photo is from the archive and not of the event."""
    return any(_FILE_PHOTO.search(text) for text in texts)


def photo(text: str, *, url: str = "", alt: str = "", credit: str = "") -> FoundPhoto:
    """The photo over the words `text`; a credit known from elsewhere wins over one in the text."""
    caption, in_text = split(text) if text else ("", "")
    shown = _credit(credit) or in_text
    return FoundPhoto(caption, shown, is_file_photo(shown, text), url, " ".join(alt.split()))


def _credit(text: str) -> str:
    text = " ".join(text.split()).strip(_STRIP)
    text = re.sub(rf"^(?:{_LABEL})\s*(?:[:：©]|\.{{2,}}|…)\s*", "", text, flags=re.IGNORECASE)
    return text.strip(_STRIP).rstrip(".")
