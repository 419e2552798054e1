"""`vestnik import page`: what it says, how it ends, and that a bad file concerns itself alone."""

import gzip
import io
import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.properties.newsroom_client import ROOT, copy_of_the_database, drop_copy
from vestnik.changes.models import Change
from vestnik.importer.actions import import_page as importing
from vestnik.importer.models import Origin
from vestnik.photos.models import Photo
from vestnik.stories.models import Byline, Story, Topic

# The command commits, and what fails is rolled back: a test's own transaction would hide both.
pytestmark = pytest.mark.django_db(transaction=True)

FIRST = "Общината отваря нов мост над реката в Дълбок дол"
SECOND = "Училището в Горно поле посреща децата с нова библиотека"
TEXT = (
    "Кметът съобщи, че работата е свършена две седмици преди срока и че по моста ще минават и пешеходци.",
    "Строежът започна през пролетта, когато водата беше ниска, и струва по-малко от предвиденото.",
    "Жителите на двата бряга чакаха връзката от години, а досега заобикаляха през съседното село.",
)


def page(headline, *, charset="utf-8", encoding=None, teaser="") -> bytes:
    """A saved page that declares one encoding and may be written in another."""
    paragraphs = "".join(f"<p>{text}</p>" for text in TEXT)
    more = f'<aside><h2>Още новини</h2><a href="/drug/"><h3>{teaser}</h3></a></aside>' * bool(
        teaser
    )
    written = (
        f'<!doctype html><html lang="bg"><head><meta charset="{charset}"><title>{headline}</title>'
        f'<meta name="author" content="Проба Пробева"></head><body><article><h1>{headline}</h1>'
        f'<figure><img src="https://example.test/most.jpg"><figcaption>Мостът</figcaption></figure>'
        f"{paragraphs}</article>{more}</body></html>"
    )
    return written.encode(encoding or charset)


@pytest.fixture
def folder(tmp_path):
    def put(name: str, data: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return put


def run(*arguments: str) -> SimpleNamespace:
    """The command in this process: its exit code and its lines."""
    said, code = io.StringIO(), 0
    try:
        call_command("import", "page", *arguments, stdout=said)
    except SystemExit as end:
        code = end.code
    lines = said.getvalue().splitlines()
    found = [json.loads(line) for line in lines] if "--json" in arguments else []
    return SimpleNamespace(code=code, lines=lines, found=found, states=[o["state"] for o in found])


def tables() -> dict[str, list[str]]:
    """Every row of every table."""
    with connection.cursor() as cursor:
        rows = {}
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')
            rows[name] = sorted(map(repr, cursor.fetchall()))
    return rows


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(site, folder):
    files = [folder("one.html", page(FIRST)), folder("two.html", page(SECOND))]
    before = tables()
    dry = run(*files, "--publish", "--dry-run")
    assert dry.code == 0
    assert dry.lines == [
        f"{files[0]}: would be published",
        f"{files[1]}: would be published",
        "2 files: 2 published.",
    ]
    assert tables() == before
    told = run(*files, "--publish", "--dry-run", "--json").found
    assert tables() == before
    done = run(*files, "--publish", "--json").found
    assert [one | {"story": None, "address": ""} for one in done] == told
    # Else nothing could have been written in the first place.
    assert tables() != before


def test_json_gives_one_object_a_file(site, folder):
    good, empty = folder("one.html", page(FIRST)), folder("empty.html", b"")
    ended = run(good, empty, "--publish", "--json")
    story = Story.objects.get(headline=FIRST)
    assert ended.code == 1
    assert ended.found[1] == {
        "file": empty, "state": "refused", "story": None, "address": "", "found": {}, "teasers": [],
        "dropped": [], "refused": "empty", "reason": "The file is empty.",
    }  # fmt: skip
    first = ended.found[0]
    assert (first["file"], first["state"], first["story"]) == (good, "published", story.pk)
    assert first["address"] == story.address != ""
    assert (first["refused"], first["reason"]) == ("", "")
    found = first["found"]
    assert found["headline"] == FIRST
    assert found["body"] >= len(TEXT)
    assert found["authors"] == ["Проба Пробева"]
    assert (found["kind"], found["encoding"], found["encoding_how"]) == (
        "html", "utf-8", "declared",
    )  # fmt: skip


def test_drafts_unless_publish_is_said(site, folder):
    path = folder("one.html", page(FIRST))
    assert run(path, "--json").states == ["draft"]
    draft = Story.objects.get(headline=FIRST)
    assert not draft.live
    assert draft.address == ""
    assert draft.latest_revision is not None
    # The same page again, now to be published, is the same story.
    assert run(path, "--publish", "--json").states == ["published"]
    assert Story.objects.get(headline=FIRST).live
    assert Story.objects.get(headline=FIRST).pk == draft.pk


def test_a_section_is_taken_by_its_address(site, folder):
    path = folder("one.html", page(FIRST))
    assert run(path, "--section", "ikonomika", "--publish").code == 0
    story = Story.objects.get(headline=FIRST)
    assert story.section == site.economy
    assert Change.objects.filter(subject=story.log_subject()).exists()


def test_an_unknown_section_is_one_sentence_and_nothing_is_tried(site, folder):
    path = folder("one.html", page(FIRST))
    before = tables()
    with pytest.raises(CommandError) as refused:
        run(path, "--section", "sport")
    assert refused.value.returncode == 2
    assert str(refused.value) == "There is no section sport. Sections: svyat, ikonomika."
    assert tables() == before


def test_bad_files_are_refused_one_by_one_while_the_rest_go_on(site, folder, tmp_path):
    packed = gzip.compress(page("Пакетирана страница за моста над реката"))
    # The same length, a hole in the middle: neither the ending nor the header tells.
    torn = packed[:40] + bytes(60) + packed[100:]
    cases = {
        "first.html": (page(FIRST), "draft", ""),
        "empty.html": (b"", "refused", "empty"),
        "blank.txt": (b" \n\n \t", "refused", "empty"),
        "huge.html": (page(SECOND) + b" " * (10 * 1024 * 1024), "refused", "huge"),
        "huge.html.gz": (gzip.compress(b"<p>" * 4_000_000), "refused", "huge"),
        "photo.html": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "refused", "binary"),
        "cp1251.html": (page("Кирилица в деветдесет и пет", encoding="cp1251"), "draft", ""),
        "8859.html": (
            page("Буквите от стария стандарт", charset="utf-8", encoding="iso-8859-5"), "draft", "",
        ),
        "claims.html": (
            page("Уж на запад", charset="iso-8859-1", encoding="windows-1251"), "draft", "",
        ),
        "korean.txt": ("한국어로 된 긴 기사입니다. 여러 문장이 있습니다.".encode("cp949") * 9,
                       "refused", "encoding"),
        "menu.html": (b"<html><body><nav><a href='/'>x</a></nav></body></html>",
                      "refused", "no_text"),
        "torn.html.gz": (torn, "refused", "unreadable"),
        "short.html.gz": (packed[:-30], "refused", "unreadable"),
        "no.html.gz": (b"not packed at all", "refused", "unreadable"),
        "packed.html.gz": (packed, "draft", ""),
        "last.html": (page(SECOND), "draft", ""),
    }  # fmt: skip
    files = [folder(name, data) for name, (data, _state, _refused) in cases.items()]
    (tmp_path / "dir.html").mkdir()
    files.insert(3, str(tmp_path / "absent.html"))
    expected = [(state, refused) for _data, state, refused in cases.values()]
    expected.insert(3, ("refused", "unreadable"))
    ended = run(*files, "--json")
    assert [(one["state"], one["refused"]) for one in ended.found] == expected
    assert ended.code == 1
    for one in ended.found:
        assert one["reason"].endswith(".") == (one["state"] == "refused"), one
    # Decoded right, whatever was declared; and of the refused nothing is left.
    good = [one for one in ended.found if one["state"] == "draft"]
    headlines = set(Story.objects.values_list("headline", flat=True))
    assert headlines == {one["found"]["headline"] for one in good} == {
        FIRST, SECOND, "Кирилица в деветдесет и пет", "Буквите от стария стандарт", "Уж на запад",
        "Пакетирана страница за моста над реката",
    }  # fmt: skip
    for story in Story.objects.all():
        assert TEXT[0] in story.body.render_as_block().replace("\xa0", " ")


@pytest.mark.parametrize("error", [DatabaseError("disk full"), RuntimeError("a surprise")])
@pytest.mark.parametrize("place", ["save_revision", "publish"])
def test_a_failure_in_the_middle_of_a_file_leaves_nothing_of_it(
    site, folder, monkeypatch, error, place
):
    """The story, its byline, its photo, its origin and its teaser are written before it fails."""
    bad, good = folder("bad.html", page(FIRST)), folder("good.html", page(SECOND))
    reached = []

    def failing(real):
        def call(story, *args, **kwargs):
            if story.headline == FIRST:
                with transaction.atomic(savepoint=False):
                    reached.append(Origin.objects.exists() and Photo.objects.exists())
                    reached.append(Byline.objects.filter(name="Проба Пробева").exists())
                raise error
            return real(story, *args, **kwargs)

        return call

    if place == "publish":
        monkeypatch.setattr(importing, "publish", failing(importing.publish))
    else:
        monkeypatch.setattr(Story, "save_revision", failing(Story.save_revision))
    before = tables()
    alone = run(bad, "--publish", "--json")
    assert reached == [True, True], "it failed before anything was written"
    assert tables() == before
    assert (alone.code, alone.states) == (1, ["refused"])
    assert str(error) in alone.found[0]["reason"]
    both = run(bad, good, "--publish", "--json")
    assert (both.code, both.states) == (1, ["refused", "published"])
    assert [story.headline for story in Story.objects.live()] == [SECOND]
    monkeypatch.undo()
    # Nothing remembers the failure: the file goes in as if it had never been tried.
    assert run(bad, good, "--publish", "--json").states == ["published", "unchanged"]


@pytest.mark.parametrize("how", [(), ("--publish",)])
def test_a_second_run_changes_nothing(site, folder, how):
    files = [folder("one.html", page(FIRST)), folder("two.html", page(SECOND))]
    first = run(*files, *how, "--json")
    before = tables()
    again = run(*files, *how, "--json")
    assert tables() == before
    assert (again.code, again.states) == (0, ["unchanged", "unchanged"])
    assert [one["story"] for one in again.found] == [one["story"] for one in first.found]
    assert [one["address"] for one in again.found] == [one["address"] for one in first.found]


def at_address(headline: str, address: str, more: str = "") -> bytes:
    head = f'<link rel="canonical" href="{address}">{more}</head>'
    return page(headline).decode().replace("</head>", head).encode()


def test_pages_are_told_apart_by_what_stands_behind_the_question_mark(site, folder):
    old = "https://old.example.test/news.php"
    first = folder("1.html", at_address(FIRST, f"{old}?id=1"))
    files = [
        first,
        folder("2.html", at_address(SECOND, f"{old}?id=2")),
        # The same page, as a reader came to it, and with another headline since.
        folder("3.html", at_address(f"{SECOND} и двор", f"{old}?utm_source=x&id=2#comments")),
    ]
    ended = run(*files, "--publish", "--json")
    assert ended.states == ["published", "published", "unchanged"]
    assert ended.found[2]["story"] == ended.found[1]["story"]


@pytest.mark.parametrize("home", ["https://example.test", "http://www.example.test/index.php"])
def test_the_address_of_a_front_is_no_storys(site, folder, home):
    files = [folder(f"{one[:3]}.html", at_address(one, home)) for one in (FIRST, SECOND)]
    assert run(*files, "--json").states == ["draft", "draft"]


def test_a_date_that_has_not_come_is_not_believed(site, folder):
    dated = '<meta property="article:published_time" content="2199-01-01T10:00:00+02:00">'
    path = folder("one.html", at_address(FIRST, "https://example.test/1", dated))
    ended = run(path, "--publish", "--json")
    story = Story.objects.get()
    assert story.dated <= timezone.now()
    assert story.updated <= timezone.now()
    assert story.date_precision == Story.DatePrecision.UNKNOWN
    assert ended.found[0]["address"].startswith("/arhiv/")


def test_a_file_may_have_a_name_in_another_encoding(site, tmp_path):
    path = os.fsdecode(os.fsencode(tmp_path) + "/новина.html".encode("cp1251"))
    with open(path, "wb") as file:
        file.write(page(FIRST))
    ended = run(path, "--json")
    assert ended.states == ["draft"]
    assert ended.found[0]["file"].endswith(r"/\xed\xee\xe2\xe8\xed\xe0.html")
    "".join(ended.lines).encode("utf-8")


def test_signs_that_no_database_takes_are_left_out(site, folder):
    said = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "HEAD",'
        ' "author": {"name": "Проба \\u0000 \\ud83d Пробева"}, "keywords": "мост\\u0000",'
        ' "image": "https://example.test/\\u0000most.jpg"}</script>'
    ).replace("HEAD", FIRST)
    ended = run(folder("one.html", at_address(FIRST, "https://example.test/1", said)), "--json")
    assert ended.states == ["draft"]
    assert [*Byline.objects.values_list("name", flat=True)] == ["Проба Пробева"]
    assert [*Topic.objects.values_list("name", flat=True)] == ["мост"]
    assert "https://example.test/most.jpg" in Photo.objects.values_list("origin_url", flat=True)


def test_the_address_of_an_embed_is_kept_as_it_is(site, folder):
    frame = '<p><iframe src="https://video.example.test/a?x=1&amp;y=2"></iframe></p>'
    path = folder("one.html", page(FIRST).replace(b"</p>", b"</p>" + frame.encode(), 1))
    run(path)
    embeds = [block.value for block in Story.objects.get().body if block.block_type == "embed"]
    assert [embed["url"] for embed in embeds] == ["https://video.example.test/a?x=1&y=2"]


def test_an_erased_story_is_not_imported_again(site, folder):
    path = folder("one.html", page(FIRST))
    run(path)
    Story.objects.get(headline=FIRST).delete()
    ended = run(path, "--json")
    assert (ended.code, ended.found[0]["refused"]) == (1, "erased")
    assert not Story.objects.exists()


def test_a_folder_is_read_with_everything_below_it(site, folder, tmp_path):
    (tmp_path / "y" / "below").mkdir(parents=True)
    folder("y/one.html", page(FIRST))
    folder("y/below/two.html.gz", gzip.compress(page(SECOND)))
    folder("y/notes.pdf", b"%PDF-1.7")
    ended = run(str(tmp_path / "y"))
    assert ended.lines[-1] == "2 files: 2 draft."
    assert ended.code == 0


def test_a_folder_without_pages_is_wrong_use(site, tmp_path):
    with pytest.raises(CommandError) as refused:
        run(str(tmp_path))
    assert refused.value.returncode == 2


def test_exit_codes_of_the_real_command(site, folder, tmp_path):
    """0 all good, 1 something refused, 2 wrong use; refusals and wrong use in one sentence."""
    good, empty = folder("one.html", page(FIRST)), folder("empty.html", b"")
    url = copy_of_the_database(tmp_path, "importcodes")
    kept = {name: text for name, text in os.environ.items() if not name.startswith("VESTNIK_")}
    environment = kept | {
        "DJANGO_SETTINGS_MODULE": "vestnik.config.settings", "DATABASE_URL": url,
        "VESTNIK_DATA": str(tmp_path / "data"), "PYTHONPATH": str(ROOT),
    }  # fmt: skip

    def command(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "vestnik", "import", "page", *arguments], cwd=ROOT,
            env=environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    try:
        said = command(good, "--publish")
        assert (said.returncode, said.stderr) == (0, ""), said
        assert said.stdout.endswith("1 files: 1 published.\n")
        said = command(good, empty)
        assert (said.returncode, said.stderr) == (1, ""), said
        assert f"{empty}: refused (empty: The file is empty.)\n" in said.stdout
        assert said.stdout.endswith("2 files: 1 refused, 1 unchanged.\n")
        said = command(good, "--section", "sport")
        assert (said.returncode, said.stdout) == (2, ""), said
        assert "There is no section sport. Sections: svyat, ikonomika." in said.stderr
        assert "Traceback" not in said.stderr
        assert command().returncode == 2
    finally:
        drop_copy("importcodes")
