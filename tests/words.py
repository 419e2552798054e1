"""Counts the texts that a newsroom can meet and that have no Bulgarian; in `bin/check` the number must be zero.

Asked are all installed packages, by the English catalogue that each ships, and our own code and templates.
What counts as Bulgarian is what is served: our compiled catalogues over those of the packages. `--write` renews
the catalogue of the packages' texts: new ones are added empty, those in no package's list are put at the end.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

LANGUAGE = "bg"
DOMAINS = ("django", "djangojs")
ROOT = Path(__file__).resolve().parents[1]
#: Translations of what is not ours.
PACKAGES = ROOT / "vestnik/config/packages_locale"
#: How our code asks for a text, and which of the arguments are its context and its forms.
ASKING = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip


class Text(NamedTuple):
    """What is asked for: a context ("" for none), the English, its plural ("" where it has none)."""

    context: str
    english: str
    plural: str = ""

    @property
    def key(self) -> str:
        return f"{self.context}\x04{self.english}" if self.context else self.english


@dataclass
class Counted:
    """Of one package, or of our own code: how many texts it has, and those without Bulgarian."""

    texts: dict[str, Text] = field(default_factory=dict)
    missing: list[Text] = field(default_factory=list)


def texts_of_catalogue(path: Path, closed: frozenset[str] = frozenset()) -> Iterator[Text]:
    """The texts of a .po file, but for those that only the folders `closed` ask for."""
    for message in read(path):
        places = {re.sub(r"^templates/", "", place).split("/")[0] for place, _ in message.locations}
        if message.id and not (places and places <= closed):
            yield _text(message)


def texts_of_package(folder: Path, domain: str, closed: frozenset[str]) -> dict[str, Text]:
    """By the English catalogue of the package; where it ships none, by all its others together."""
    english = folder / f"locale/en/LC_MESSAGES/{domain}.po"
    shipped = (
        [english] if english.exists() else sorted(folder.glob(f"locale/*/LC_MESSAGES/{domain}.po"))
    )
    return {text.key: text for path in shipped for text in texts_of_catalogue(path, closed)}


def texts_of_ours(folder: Path) -> dict[str, Text]:
    """What the code and the templates under `folder` ask for."""
    from django.utils.translation import template

    found = {}
    for path in sorted(folder.rglob("*")):
        source = path.read_text(encoding="utf-8") if path.suffix in {".py", ".html", ".txt"} else ""
        if path.suffix in {".html", ".txt"} and "templates" in path.parts:
            # What is left of a template is read as Python, which would stumble over its indents.
            source = re.sub(r"^\s+", "", template.templatize(source, origin=str(path)), flags=re.M)
        elif path.suffix != ".py":
            continue
        for _line, said, _comments, context in extract("python", BytesIO(source.encode()), ASKING):
            one, many = said if isinstance(said, tuple) else (said, "")
            text = Text(context or "", one, many)
            found[text.key] = text
    return found


def packages() -> dict[str, tuple[Path, frozenset[str]]]:
    """The installed packages that are not ours: their folder, and the apps in it that are not installed."""
    import django
    from django.apps import apps
    from django.contrib import humanize

    installed = {config.name: Path(config.path) for config in apps.get_app_configs()}
    found = {
        "django": (Path(django.__file__).parent / "conf", frozenset[str]()),
        # Wagtail says with it how long ago something was, and does not ask for it to be installed.
        "django.contrib.humanize": (Path(humanize.__file__).parent, frozenset[str]()),
    }
    for name, folder in installed.items():
        if not name.startswith("vestnik"):
            closed = {
                path.parent.name
                for path in folder.glob("*/apps.py")
                if f"{name}.{path.parent.name}" not in installed
            }
            found[name] = (folder, frozenset(closed))
    return found


def served(domain: str) -> set[str]:
    """The keys of all texts for which there is Bulgarian."""
    from django.utils.translation.trans_real import DjangoTranslation

    # The scripts' catalogue is that of the packages a view names; those that are installed, here.
    folders = (
        None if domain == "django" else [str(path / "locale") for path, _ in packages().values()]
    )
    catalogue = DjangoTranslation(LANGUAGE, domain=domain, localedirs=folders)._catalog
    return {key if isinstance(key, str) else key[0] for part in catalogue._catalogs for key in part}


def count(domain: str) -> dict[str, Counted]:
    """The packages that have texts in `domain`, and "vestnik" for our own."""
    known, counted = served(domain), {}
    for name, (folder, closed) in packages().items():
        counted[name] = Counted(texts_of_package(folder, domain, closed))
    if domain == "django":
        counted["vestnik"] = Counted(texts_of_ours(ROOT / "vestnik"))
    for found in counted.values():
        found.missing = [text for key, text in found.texts.items() if key not in known]
    return {name: found for name, found in counted.items() if found.texts}


def catalogues(domain: str) -> list[Path]:
    """Ours."""
    return sorted((ROOT / "vestnik").rglob(f"{LANGUAGE}/LC_MESSAGES/{domain}.po"))


def said_twice(domain: str) -> list[str]:
    """What two of our catalogues say differently: which one is heard would hang on their order."""
    said: dict[str, tuple[Path, str]] = {}
    found = []
    for path in catalogues(domain):
        for message in read(path):
            if not message.id:
                continue
            key = _text(message).key
            one = message.string if isinstance(message.string, str) else message.string[0]
            where, words = said.setdefault(key, (path, one))
            if words != one:
                places = f"{where.relative_to(ROOT)} and {path.relative_to(ROOT)}"
                found.append(f"{key!r} is {words!r} and {one!r} ({places})")
    return found


def misplaced(domain: str) -> list[str]:
    """What stands in a catalogue of our own texts and only packages ask for: a merge may bring it back."""
    counted = count(domain)
    ours = counted.pop("vestnik").texts if "vestnik" in counted else {}
    theirs = {key: name for name, found in counted.items() for key in found.texts}
    return [
        f"{key!r} is a text of {theirs[key]} and stands in {path.relative_to(ROOT)}"
        for path in catalogues(domain)
        if PACKAGES not in path.parents
        for key in (_text(message).key for message in read(path) if message.id)
        if key in theirs and key not in ours
    ]


def renewed(domain: str) -> Catalog:
    """The packages' catalogue, by package; at its end what is said in it and listed by no package."""
    path = PACKAGES / LANGUAGE / f"LC_MESSAGES/{domain}.po"
    old = {_text(message): message.string for message in read(path) if message.id}
    new = Catalog(locale=LANGUAGE)
    for name, found in count(domain).items():
        if name != "vestnik":
            for text in found.texts.values():
                if text in old or text in found.missing:
                    _add(new, text, old.pop(text, None), name)
    for text, said in old.items():
        _add(new, text, said, "In no package's list.")
    return new


def _add(catalogue: Catalog, text: Text, said: object, comment: str) -> None:
    english = (text.english, text.plural) if text.plural else text.english
    if catalogue.get(english, text.context or None) is None:
        catalogue.add(english, said, context=text.context or None, auto_comments=[comment])


def write(domain: str) -> None:
    """Renews the packages' catalogue and compiles it."""
    path = PACKAGES / LANGUAGE / f"LC_MESSAGES/{domain}.po"
    out = BytesIO()
    write_po(out, renewed(domain), width=0)
    _head, entries = out.getvalue().decode().split("\n\n", 1)
    path.write_text(f"{_HEAD}\n{entries.rstrip()}\n", encoding="utf-8")
    subprocess.run(
        ["msgfmt", "--check-format", f"--output-file={path.with_suffix('.mo')}", path], check=True
    )


def main() -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vestnik.config.settings")
    django.setup()
    wrong = 0
    for domain in DOMAINS:
        if "--write" in sys.argv:
            write(domain)
            continue
        for name, found in count(domain).items():
            wrong += len(found.missing)
            if found.missing or "--all" in sys.argv:
                print(
                    f"{domain} {name}: {len(found.missing)} of {len(found.texts)} without Bulgarian"
                )
            for text in found.missing:
                print(f"    {text.context}{': ' if text.context else ''}{text.english!r}")
        for sentence in [*said_twice(domain), *misplaced(domain)]:
            wrong += 1
            print(sentence)
    return 1 if wrong else 0


_HEAD = r"""# Bulgarian of the packages' texts, where they have none or say it otherwise; see tests/words.py.
msgid ""
msgstr ""
"Project-Id-Version: vestnik\n"
"Language: bg\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"""


def read(path: Path) -> Catalog:
    """What is written in `path`; the dates in its head, which some packages write wrongly, are left out."""
    text = re.sub(r'^"PO\S+-Date:.*\n', "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return read_po(StringIO(text))


def _text(message: object) -> Text:
    one, many = message.id if isinstance(message.id, tuple) else (message.id, "")
    return Text(message.context or "", one, many)


if __name__ == "__main__":
    sys.exit(main())
