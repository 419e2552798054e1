"""The font files and the style sheet that names them belong together."""

import re
from pathlib import Path

import vestnik.design
from vestnik.kit.hashing import fingerprint

STATIC = Path(vestnik.design.__file__).parent / "static" / "design"
FILES = {path.name: path.read_bytes() for path in (STATIC / "fonts").glob("*.woff2")}
SHEETS = "".join(path.read_text("utf-8") for path in sorted(STATIC.glob("*.css")))


def test_each_file_is_named_with_its_version():
    named = re.findall(r'url\("?(?:[^")]*/)?([\w-]+\.woff2)(?:\?v=(\w+))?"?\)', SHEETS)
    assert dict(named) == {name: fingerprint(data)[:10] for name, data in FILES.items()}


def test_all_files_together_are_light():
    assert sum(map(len, FILES.values())) <= 160_000


def test_each_family_has_its_licence():
    licences = [path.read_text("utf-8") for path in (STATIC / "fonts").glob("OFL-*.txt")]
    assert len(licences) == 2
    assert all("SIL Open Font License, Version 1.1" in text for text in licences)


def test_a_font_that_we_changed_does_not_carry_a_reserved_name():
    assert not re.search(r'font-family:[^;]*"Source', SHEETS)
