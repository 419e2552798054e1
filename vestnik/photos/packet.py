"""What a public rendition says of itself, as XMP: whose the photo is and how it may be used.

Nothing else of the original is in a rendition: no place, no camera, no serial number, no thumbnail.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape

#: The vocabulary in which IPTC says how a picture came to be; XMP names its members by address.
SOURCE_TYPES: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"

_NAMESPACES: Final = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def packet(
    *, creator: str = "", credit: str = "", rights: str = "", terms: str = "", source_type: str = ""
) -> str:
    """The XMP packet of a photo; empty when there is nothing to say."""
    said: Mapping[str, str] = {
        "dc:creator": _list("Seq", creator),
        "photoshop:Credit": _plain(credit),
        "dc:rights": _list("Alt", rights),
        "xmpRights:UsageTerms": _list("Alt", terms),
        "Iptc4xmpExt:DigitalSourceType": _plain(source_type and SOURCE_TYPES + source_type),
    }
    properties = "".join(f"<{name}>{value}</{name}>" for name, value in said.items() if value)
    if not properties:
        return ""
    spaces = "".join(
        f' xmlns:{prefix}="{address}"'
        for prefix, address in _NAMESPACES.items()
        if f"<{prefix}:" in properties
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about=""{spaces}>{properties}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    )


def _plain(text: str) -> str:
    return escape(_NOT_IN_XML.sub("", text).strip())


def _list(kind: str, text: str) -> str:
    plain = _plain(text)
    language = ' xml:lang="x-default"' if kind == "Alt" else ""
    return plain and f"<rdf:{kind}><rdf:li{language}>{plain}</rdf:li></rdf:{kind}>"
