"""A story's history: hands, names and publications; any two texts by word, any text restored."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import newsroom
from tests.plans.plans import Watch, condemned, grown
from tests.roads.newsdesk import Desk
from tests.unit.desk.screens import text_of
from vestnik.accounts.roles import Role
from vestnik.desk.keeping import contents
from vestnik.desk.keeping.timeline import ON_A_PAGE, page_of
from vestnik.kit import clock
from vestnik.stories.actions.correct import correct
from vestnik.stories.models import NamedVersion, Story

pytestmark = pytest.mark.django_db
EDITOR, CHIEF = Role.EDITOR, Role.CHIEF_EDITOR


@pytest.fixture
def desk(site):
    return Desk(site)


@pytest.fixture
def story(site):
    return newsroom.live_story(site, "Първо заглавие", body=[("paragraph", "<p>Стар ред.</p>")])


def save(story, headline, by, minutes=0):
    """A draft by somebody; `minutes` after now."""
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.headline = headline
    revision = draft.save_revision(user=by, clean=False)
    type(revision).objects.filter(pk=revision.pk).update(
        created_at=clock.instant() + timedelta(minutes=minutes)
    )
    return revision


def history(desk, story, role=CHIEF, **query):
    return desk.browser(role).get(desk.story("history", story), query)


def kinds(page):
    return [(row.kind, len(row.saves) if row.kind == "hand" else 0) for row in page.rows]


def test_saves_of_one_person_are_one_hand_and_names_stand_out(desk, story):
    one, other = desk.user(EDITOR), desk.user(CHIEF)
    for minute in range(5):
        save(story, f"Редакция {minute}", one, minute)
    save(story, "На главния", other, 6)
    named = save(story, "Пак на първия", one, 7)
    save(story, "След обяд", one, 300)
    desk.browser(CHIEF).post(
        reverse("desk_name_version", args=[story.pk, named.pk]), {"name": " Преди  юристите "}
    )

    page = page_of(Story.objects.get(pk=story.pk))

    assert kinds(page)[:4] == [("hand", 1), ("hand", 1), ("hand", 1), ("hand", 5)]
    assert page.rows[1].newest.name == "Преди юристите"
    assert ("publication", 0) in kinds(page)
    assert "5 записа" in text_of(history(desk, story))
    assert "Преди юристите" in text_of(history(desk, story))


def test_publications_say_by_whom_and_whether_silently(desk, story):
    save(story, "Второ заглавие", desk.user(CHIEF))
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.silent_edit = True
    draft.save_revision(user=desk.user(CHIEF), clean=False).publish(user=desk.user(CHIEF))
    correct(Story.objects.get(pk=story.pk), by=desk.user(CHIEF), what="Сгрешено беше името.")

    said = text_of(history(desk, story))

    assert "Публикация 1" in said
    assert "Публикация 2 тихо" in said
    assert "Поправка" in said
    assert "Сгрешено беше името." in said


def test_any_two_texts_are_compared_by_word_the_older_first(desk, story):
    first = story.latest_revision_id
    second = save(story, "Първо хубаво заглавие", desk.user(EDITOR)).pk
    address = reverse("desk_compare", args=[story.pk])
    browser = desk.browser(CHIEF)
    pages = [
        browser.get(address, {"before": before, "after": after}).content.decode()
        for before, after in (
            (f"r{first}", f"r{second}"), (f"r{second}", f"r{first}"), ("v1", f"r{second}"),
        )
    ]  # fmt: skip
    for page in pages:
        assert "<ins>хубаво </ins>" in page
        assert "<del>" not in page


@pytest.mark.parametrize("live", [True, False], ids=["live", "draft"])
@pytest.mark.parametrize("of", ["revision", "publication"])
def test_any_text_is_restored_as_a_draft_and_taken_back(desk, site, live, of):
    body = [("paragraph", "<p>Стар ред.</p>")]
    story = newsroom.live_story(site, "Първо заглавие", body=body)
    if not live:
        story.unpublish()
    first = f"r{story.latest_revision_id}" if of == "revision" else "v1"
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.headline, draft.body = "Второ", [("paragraph", "<p>Нов ред.</p>")]
    draft.embargo = clock.instant() + timedelta(days=1)
    second = draft.save_revision(user=desk.user(EDITOR), clean=False)
    # As the database gives it back.
    second.refresh_from_db()
    before = Story.objects.get(pk=story.pk)

    answer = desk.browser(EDITOR).post(reverse("desk_restore", args=[story.pk, first]), follow=True)

    now = Story.objects.get(pk=story.pk)
    content = contents.of_revision(now.latest_revision)
    assert content["headline"] == "Първо заглавие"
    assert content["body"][0]["value"] == "<p>Стар ред.</p>"
    assert content["embargo"] == contents.of_revision(second)["embargo"]
    assert now.latest_revision_id != second.pk
    assert (now.live, now.version) == (live, before.version)
    assert [part.byline_id for part in now.get_latest_revision_as_object().story_bylines.all()] == [
        part.byline_id for part in story.story_bylines.all()
    ]
    undo = reverse("desk_restore", args=[story.pk, f"r{second.pk}"])
    assert undo in answer.content.decode()
    desk.browser(EDITOR).post(undo)
    now = Story.objects.get(pk=story.pk)
    assert contents.of_revision(now.latest_revision) == contents.of_revision(second)


def test_a_locked_story_is_not_restored_into(desk, story):
    save(story, "Второ", desk.user(CHIEF))
    Story.objects.filter(pk=story.pk).update(locked=True, locked_by=desk.user(CHIEF))
    before = Story.objects.get(pk=story.pk).latest_revision_id
    answer = desk.browser(EDITOR).post(reverse("desk_restore", args=[story.pk, "v1"]), follow=True)
    assert "Материалът е заключен" in text_of(answer)
    assert Story.objects.get(pk=story.pk).latest_revision_id == before


def test_a_named_version_is_never_purged_and_goes_when_its_story_is_erased(desk, story):
    named = save(story, "С име", desk.user(CHIEF))
    save(story, "Без име", desk.user(CHIEF))
    save(story, "Най-ново", desk.user(CHIEF))
    NamedVersion.objects.create(story=story, revision=named, name="Важна")
    call_command("purge_revisions", verbosity=0)
    left = story.revisions.values_list("object_str", flat=True)
    assert "С име" in left
    assert "Без име" not in left

    from vestnik.stories.actions.erase import erase

    erase(Story.objects.get(pk=story.pk), by=desk.user(CHIEF), reason="Проба.")
    assert not NamedVersion.objects.exists()


def addresses(story):
    """Each screen of this package that names a story, with what it is sent."""
    revision = story.latest_revision_id
    yield "get", reverse("desk_compare", args=[story.pk]) + f"?after=r{revision}"
    yield "post", reverse("desk_restore", args=[story.pk, f"r{revision}"])
    yield "post", reverse("desk_name_version", args=[story.pk, revision])
    yield "get", reverse("desk_merge", args=[story.pk, revision])
    yield "post", reverse("desk_compare_copy", args=[story.pk])


def test_every_screen_asks_whose_story_it_is(desk, story):
    secret = save(story, "Тайна", desk.user(CHIEF))
    story = Story.objects.get(pk=story.pk)
    for way, address in addresses(story):
        for role in (Role.CONTRIBUTOR, Role.MODERATOR):
            answer = getattr(desk.browser(role), way)(address, {"name": "Чуждо"})
            assert answer.status_code in (302, 403, 404), address
            assert "Тайна" not in answer.content.decode()
    assert Story.objects.get(pk=story.pk).latest_revision_id == secret.pk
    assert not NamedVersion.objects.exists()


def test_no_text_of_one_story_is_reached_through_another(desk, story):
    other = newsroom.live_story(desk.site, "Друг")
    browser = desk.browser(CHIEF)
    revision = other.latest_revision_id
    compare = reverse("desk_compare", args=[story.pk])
    assert browser.get(compare, {"after": f"r{revision}"}).status_code == 404
    assert browser.get(compare, {"after": "r1;--"}).status_code == 404
    for name, args in (("desk_restore", [f"r{revision}"]), ("desk_name_version", [revision])):
        answer = browser.post(reverse(name, args=[story.pk, *args]), {"name": "x"})
        assert answer.status_code == 404


def lengthen(desk, story, to):
    """Give a story so many revisions, by two people in turns."""
    kind, model = story.get_base_content_type(), type(story.latest_revision)
    people = [desk.user(EDITOR), desk.user(CHIEF)]
    model.objects.bulk_create(
        model(
            content_type=kind, base_content_type=kind, object_id=str(story.pk),
            content=story.latest_revision.content, object_str=f"№ {number}",
            created_at=clock.instant() + timedelta(minutes=number), user=people[number % 2],
        )
        for number in range(story.revisions.count(), to)
    )  # fmt: skip


def test_a_page_of_five_thousand_revisions_costs_what_one_of_few_hundred_does(desk, story):
    reads, sizes = [], []
    history(desk, story)
    for count in (2 * ON_A_PAGE, 5_000):
        lengthen(desk, story, count)
        middle = list(story.revisions.order_by("pk").values_list("pk", flat=True))[ON_A_PAGE + 9]
        watch = Watch()
        for before in ({}, {"before": middle}):
            with watch.watching(f"history {[*before]}"):
                answer = history(desk, story, **before)
            assert answer.status_code == 200
            sizes.append(len(answer.content))
        reads.append(watch.statements)
    few, many = reads
    assert len(few) == len(many)
    assert not condemned(many)
    assert not grown(few, many, added=ON_A_PAGE)
    assert abs(sizes[0] - sizes[2]) < 3_000
    # The latest revision comes with its story; of the others no text is read.
    of_revisions = [one.sql for one in many if 'FROM "wagtailcore_revision"' in one.sql]
    assert of_revisions
    assert not [sql for sql in of_revisions if '"content"' in sql]


def test_a_long_history_is_paged_along_its_ids(desk, story):
    lengthen(desk, story, 2 * ON_A_PAGE + 50)

    seen, before, asked = [], None, []
    while True:
        with CaptureQueriesContext(connection) as queries:
            page = page_of(story, before)
        asked.append(len(queries))
        seen += [save.pk for row in page.rows if row.kind == "hand" for save in row.saves]
        if page.older is None:
            break
        before = page.older
    assert len(asked) == 3
    assert max(asked) <= 4
    assert seen == sorted(story.revisions.values_list("pk", flat=True), reverse=True)
    assert all('"content"' not in query["sql"] for query in queries)
    said = text_of(history(desk, story, before=before))
    assert "Към най-новото" in said
    assert "Публикация 1" in said
