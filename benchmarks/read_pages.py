"""Promise: the story of a saved page is read right.

Text: F1 of 4-word shingles as the article-extraction benchmark counts it, mean and worst page.
Title, date, authors: the share of the Fundus pages on which each is right. Time: a page in seconds.
Prints each figure beside its budget; exits 1 when one is missed, 0 when the pages are not there.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
import time
from collections import Counter
from datetime import datetime
from html import unescape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from vestnik.importer.reading import FoundPage, Refused, read_page  # noqa: E402

SAMPLES = Path(os.environ.get("VESTNIK_SAMPLES", ROOT.parent / "shared" / "samples")) / "C_pages"
MEAN_F1, WORST_F1, RIGHT, SECONDS = 0.975, 0.90, 0.95, 0.5
PHRASES = 0.80

_TOKEN = re.compile(r"\w+")


def body_text(page: FoundPage) -> str:
    """The words of the body, a block a line, without photos and embeds."""
    lines = []
    for block in page.body:
        if block.kind not in ("photo", "embed"):
            spaced = re.sub(r"</(?:li|td|th|tr|p)>|<br>", " ", block.html)
            lines.append(unescape(re.sub(r"<[^>]*>", "", spaced)))
    return "\n".join(lines)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words with how often each occurs; a shorter text is one run."""
    tokens = _TOKEN.findall(text)
    if len(tokens) < 4:
        return Counter([tuple(tokens)]) if tokens else Counter()
    return Counter(tuple(tokens[at : at + 4]) for at in range(len(tokens) - 3))


def f1(gold: str, found: str) -> float:
    """Harmonic mean of precision and recall over shingles as multisets."""
    expected, got = shingles(gold), shingles(found)
    if not expected and not got:
        return 1.0
    hits = sum((expected & got).values())
    precision, recall = hits / max(1, got.total()), hits / max(1, expected.total())
    return 2 * precision * recall / (precision + recall) if hits else 0.0


def read(data: bytes, times: list[float]) -> FoundPage | None:
    begin = time.perf_counter()
    try:
        return read_page(data)
    except Refused as refusal:
        print(f"  refused: {refusal.sentence}")
        return None
    finally:
        times.append(time.perf_counter() - begin)


def article_extraction(times: list[float]) -> list[float]:
    gold = json.loads((SAMPLES / "aeb" / "ground-truth.subset.json").read_text(encoding="utf-8"))
    figures = []
    for name, truth in gold.items():
        page = read(
            gzip.decompress((SAMPLES / "aeb" / "html" / f"{name}.html.gz").read_bytes()), times
        )
        figures.append(f1(truth["articleBody"], body_text(page)) if page else 0.0)
        if figures[-1] < MEAN_F1:
            print(f"  F1 {figures[-1]:.3f}  {truth['url']}")
    return figures


def fundus(times: list[float]) -> dict[str, list[bool]]:
    right: dict[str, list[bool]] = {"title": [], "date": [], "authors": []}
    for info in sorted(SAMPLES.glob("fundus/*/meta.info")):
        for name in json.loads(info.read_text(encoding="utf-8")):
            page = read(gzip.decompress((info.parent / name).read_bytes()), times)
            publisher = name.split("_", 1)[0]
            versions = json.loads((info.parent / f"{publisher}.json").read_text(encoding="utf-8"))
            # A publisher's file holds the gold data of several of its pages; nothing in it says
            # of which, so a page belongs to the one whose moment of publication is nearest in name.
            day = "-".join(name.removesuffix(".html.gz").split("_")[1:])
            truth = min(
                versions.values(),
                key=lambda gold: abs((_day(gold["publishing_date"][:10]) - _day(day)).days),
            )
            right["title"].append(bool(page) and page.headline == truth["title"])
            right["date"].append(
                bool(page) and page.published == datetime.fromisoformat(truth["publishing_date"])
            )
            right["authors"].append(bool(page) and list(page.authors) == truth["authors"])
            for what, values in right.items():
                if not values[-1]:
                    print(f"  {what} wrong: {name}")
    return right


def phrases(times: list[float]) -> tuple[float, float]:
    """The share of phrases that must be found, and of those that must not, that are right."""
    wanted = unwanted = found = avoided = 0
    evaluated = json.loads(
        (SAMPLES / "trafilatura" / "evaldata.subset.json").read_text(encoding="utf-8")
    )
    for item in evaluated.values():
        page = read((SAMPLES / "trafilatura" / "cache" / item["file"]).read_bytes(), times)
        text = " ".join(f"{page.deck} {body_text(page)}".split()) if page else ""
        wanted, unwanted = wanted + len(item["with"]), unwanted + len(item["without"])
        found += sum(" ".join(phrase.split()) in text for phrase in item["with"])
        avoided += sum(" ".join(phrase.split()) not in text for phrase in item["without"])
    return found / wanted, avoided / unwanted


def _day(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d")


def main() -> int:
    if not SAMPLES.is_dir():
        print(f"Nothing measured: the sample pages are not at {SAMPLES} (VESTNIK_SAMPLES).")
        return 0
    times: list[float] = []
    figures = article_extraction(times)
    right = fundus(times)
    found, avoided = phrases(times)
    times.sort()
    rows = [
        ("text F1, mean", sum(figures) / len(figures), MEAN_F1, True),
        ("text F1, worst page", min(figures), WORST_F1, True),
        *(
            (f"{what} right", sum(values) / len(values), RIGHT, True)
            for what, values in right.items()
        ),
        ("phrases of the story found", found, PHRASES, True),
        ("phrases of the furniture avoided", avoided, RIGHT, True),
        ("seconds a page, median", times[len(times) // 2], SECONDS, False),
        ("seconds a page, slowest", times[-1], 2 * SECONDS, False),
    ]
    missed = 0
    for name, value, budget, at_least in rows:
        kept = value >= budget if at_least else value <= budget
        missed += not kept
        sign, verdict = ">=" if at_least else "<=", "kept" if kept else "MISSED"
        print(f"{name:34} {value:7.3f}   budget {sign} {budget:.3f}   {verdict}")
    print(f"{len(times)} pages")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
