"""Owns what is known of each page before it is imported: where it lies, and what its story must say."""

import json
import os
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from page_reading import StoryPage, likeness, words
from site_process import ROOT, Broken

OWN = Path(__file__).parent / "pages"

#: The least likeness of a story's text to the gold text.
LEAST = 0.90

#: Seconds by which a publication time may differ: a page shows no fractions.
SAME_TIME = 1.0

#: Of the phrases that are known of the hardest pages: the least share of those that belong to the
#: text, and the largest of those that do not.
PRESENT, STRANGE = 0.80, 0.10

#: Suffixes of what lies in the samples and is a saved page.
PAGES = (".html", ".html.gz")


@dataclass(frozen=True)
class SavedText:
    """The page saved as text: the story in it, and what stood around it."""

    file: Path
    headline: str
    deck: str
    caption: str
    credit: str
    paragraphs: list[str]
    carried: list[str]
    cited: list[str]
    before: date
    before_in_words: str
    teasers: list[str]
    furniture: tuple[str, ...] = ("Сподели", "Коментари")


@dataclass(frozen=True)
class Gold:
    """What is known of a page from others: "" or None where nothing is."""

    text: str = ""
    headline: str = ""
    published: datetime | None = None
    authors: list[str] = field(default_factory=list)
    within: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Material:
    """All that one journey imports; `missing` says which real inputs were not there."""

    saved_text: SavedText
    pages: dict[Path, Gold]
    folder: Path
    missing: list[str]


def material() -> Material:
    """The real pages beside the checkout, or small ones of our own in place of what is missing."""
    samples = Path(os.environ.get("VESTNIK_SAMPLES") or ROOT.parent / "shared" / "samples")
    folder, missing = samples / "C_pages", []
    if folder.is_dir():
        pages = {
            path.resolve(): _gold(path)
            for path in sorted(folder.rglob("*"))
            if path.name.endswith(PAGES)
        }
    else:
        missing.append(f"the saved pages in {folder}")
        folder, pages = OWN / "own.html", {(OWN / "own.html").resolve(): OWN_PAGE}
    seeds = sorted((samples.parent / "seed").glob("*.txt"))
    if not seeds:
        missing.append(f"the first page in {samples.parent / 'seed'}")
    return Material(_seed(seeds[0]) if seeds else _own_text(), pages, folder, missing)


def check_page(page: StoryPage, gold: Gold) -> float | None:
    """Compare a story's page with what is known of it; the likeness of the text when that is."""
    if len(page.headlines) != 1 or len(page.stories) != 1:
        raise Broken(f"it has {len(page.headlines)} headlines and {len(page.stories)} stories")
    if gold.headline:
        same(page.headlines[0], gold.headline, "the headline")
        same(page.data.get("headline", ""), gold.headline, "the headline of the structured data")
    if gold.published:
        shown = [*page.times[:1], page.data_published]
        if len(shown) != 2 or any(
            moment is None or abs((moment - gold.published).total_seconds()) >= SAME_TIME
            for moment in shown
        ):
            raise Broken(f"it was published at {gold.published}, and the page says {shown}")
    for where, found in (("page", page.authors), ("structured data", page.data_authors)):
        if gold.authors and found != gold.authors:
            raise Broken(f"its authors are {gold.authors}, and the {where} says {found}")
    if not gold.text:
        return None
    alike = likeness(page.body, gold.text)
    if alike < LEAST:
        raise Broken(f"its text is only {alike:.3f} like the gold text")
    return alike


def check_phrases(pages: list[tuple[StoryPage, Gold]]) -> str:
    """Count over all pages the phrases that belong to their text, and those that do not."""
    belonging = [phrase_in(page, phrase) for page, gold in pages for phrase in gold.within]
    strange = [phrase_in(page, phrase) for page, gold in pages for phrase in gold.without]
    if not belonging or not strange:
        return ""
    present, kept = sum(belonging) / len(belonging), sum(strange) / len(strange)
    if present < PRESENT or kept > STRANGE:
        raise Broken(f"{present:.0%} of the texts' own phrases are there, {kept:.0%} of others")
    return f", {present:.0%} of the phrases in the others, {kept:.0%} of their furniture"


def phrase_in(page: StoryPage, phrase: str) -> bool:
    return f" {' '.join(words(phrase))} " in f" {' '.join(words(page.text))} "


def check_saved_text(page: StoryPage, known: SavedText, headline: str) -> None:
    """The story of the page saved as text, sentence by sentence of what it must say."""
    if page.headlines != [headline]:
        raise Broken(f"the headline must be „{headline}“ alone, and there is {page.headlines}")
    if page.text.count(headline) != 1:
        raise Broken("the headline stands there again below")
    same(page.data.get("headline", ""), headline, "the headline of the structured data")
    same(" ".join(page.all("./header//*[@class='deck']")), known.deck, "the deck")
    once(page, ".//*[@class='caption']", known.caption)
    once(page, ".//*[@class='credit']", known.credit)
    if page.all(".//img"):
        raise Broken("a picture is shown though there is none")
    for number, paragraph in enumerate(known.paragraphs):
        here = page.paragraphs[number] if number < len(page.paragraphs) else ""
        same(here, paragraph, f"paragraph {number + 1}")
    if len(page.paragraphs) != len(known.paragraphs):
        raise Broken(f"the body has {len(page.paragraphs)} parts and not {len(known.paragraphs)}")
    for word in known.furniture:
        if word in page.text:
            raise Broken(f"„{word}“ does not belong to the story")
    sources = " ".join(page.all(".//*[@class='sources']"))
    for agency in known.carried + known.cited:
        if agency not in sources:
            raise Broken(f"{agency} is not among the sources „{sources}“")
    if page.times or page.data_published or page.meta("article:published_time"):
        raise Broken("a publication time is claimed, and none is known")
    if known.before_in_words not in page.text:
        raise Broken(f"the page does not say „{known.before_in_words}“")


def check_found(found: dict, known: SavedText) -> None:
    """What the import itself said it found on the page saved as text."""
    by_role = {
        role: [source["name"] for source in found["sources"] if source["role"] == role]
        for role in ("carried", "cited")
    }
    if by_role != {"carried": known.carried, "cited": known.cited}:
        raise Broken(f"the sources found are {by_role}")
    if not found["lead_photo"]["file_photo"]:
        raise Broken("the lead photo is not known as a file photo")
    if found["published"] is not None or found["not_after"] != known.before.isoformat():
        raise Broken(f"the dates found are {found['published']} and {found['not_after']}")
    if [teaser["headline"] for teaser in found["teasers"]] != known.teasers:
        raise Broken(f"the teasers found are {found['teasers']}")


def same(found: str, wanted: str, what: str) -> None:
    """Two texts with the same words, whatever the typography made of the signs between."""
    if words(found) != words(wanted):
        raise Broken(f"{what} must be „{wanted}“ and is „{found}“")


def once(page: StoryPage, path: str, text: str) -> None:
    """A part of the page that is there once and says `text`."""
    found = page.all(path)
    if len(found) != 1 or text not in found[0]:
        raise Broken(f"„{text}“ must stand there once, and there is {found}")


def _gold(path: Path) -> Gold:
    """What comes with a page of the samples, by the folder that it lies in."""
    if path.parent.parent.name == "aeb":
        known = json.loads((path.parents[1] / "ground-truth.subset.json").read_text())
        return Gold(text=known[path.name.split(".")[0]]["articleBody"])
    if path.parents[1].name == "fundus":
        publisher, *day = path.name.removesuffix(".html.gz").split("_")
        versions = json.loads((path.parent / f"{publisher}.json").read_text())
        # A file of several versions does not say which page is whose: the page of that day is.
        [story] = [
            story
            for story in versions.values()
            if len(versions) == 1 or story["publishing_date"].startswith("-".join(day))
        ]
        published = datetime.fromisoformat(story["publishing_date"])
        return Gold("", story["title"], published, story["authors"])
    if path.parents[1].name == "trafilatura":
        known = json.loads((path.parents[1] / "evaldata.subset.json").read_text())
        [story] = [story for story in known.values() if story["file"] == path.name]
        return Gold(within=story["with"], without=story["without"])
    return Gold()


def _paragraphs(file: Path, before_them: str) -> list[str]:
    """The body of a page saved as text: from behind the deck to the word that ends it."""
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    body = lines[lines.index(before_them) + 1 : lines.index("Сподели:")]
    return [re.sub(r"\s*/[А-Я]+$", "", line) for line in body]


def _seed(file: Path) -> SavedText:
    deck = "Баку ще освободи 32-ма арменски пленници, Ереван - двама азербайджански военни"
    return SavedText(
        file=file,
        headline="Армения и Азербайджан се споразумяха да градят взаимно доверие",
        deck=deck,
        caption="Арменското население напусна Нагорни Карабах след операцията на "
        "азербайджанските военни",
        credit="архив",
        paragraphs=_paragraphs(file, deck),
        carried=["БГНЕС"],
        cited=["АФП"],
        before=date(2025, 12, 7),
        before_in_words="преди 7 декември 2025",
        teasers=[
            "17 кандидати се борят на днешния вот за кметския пост в Букурещ",
            "САЩ искат Европа да поеме конвенционалните способности на НАТО - до 2027 г.",
            "Силно земетресение на границата между Аляска и Канада - седма степен по Рихтер",
        ],
    )


def _own_text() -> SavedText:
    file = OWN / "own.txt"
    deck = "От април гишетата ще са отворени до обяд, колетите ще се получават и вечер"
    return SavedText(
        file=file,
        headline="Пощата на Белоречие ще работи и в събота",
        deck=deck,
        caption="Сградата на пощата на площада е от 1931 година",
        credit="архив",
        paragraphs=_paragraphs(file, deck),
        carried=["СРЕБРИЦА"],
        cited=[],
        before=date(2025, 3, 14),
        before_in_words="преди 14 март 2025",
        teasers=[
            "Пазарът на Долно Патево се мести за месец",
            "Библиотеката събира стари пощенски картички",
        ],
    )


OWN_PAGE = Gold(
    text="""
        Чешмата на площада в Белоречие отново тече след две години сушина. Майсторите намериха
        счупената тръба под стария дъб и я смениха за един ден. Водата идва от извор на три
        километра над града. По пътя си минава през четири шахти, които сега са почистени.
        Каменното корито е на повече от сто години. Пукнатината в него е запълнена с варов разтвор,
        какъвто са ползвали и първите зидари. До края на пролетта около чешмата ще бъдат поставени
        пейки. Дъбът остава на мястото си.
    """,
    headline="Чешмата на площада отново тече",
    published=datetime.fromisoformat("2025-03-14T09:30:00+02:00"),
    authors=["Радостина Ветренска"],
)
