"""What the press keeps is right: each answer equals a fresh render, whatever happened before it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests.factories import newsroom
from tests.marks import keeps_prints
from vestnik.changes import net, reading
from vestnik.changes.errors import WroteWhilePrinting
from vestnik.kit import clock
from vestnik.photos.actions.use import put_to_use
from vestnik.press import surfaces
from vestnik.press.answers import answer, fresh_answer, store
from vestnik.press.errors import RenderReachedOut
from vestnik.press.printing import print_surface
from vestnik.stories.actions.correct import correct
from vestnik.stories.actions.erase import erase
from vestnik.stories.actions.publish import publish
from vestnik.stories.actions.withdraw import bring_back, withdraw
from vestnik.stories.models import Address, Edition, Story, Topic

pytestmark = [
    pytest.mark.django_db,
    keeps_prints,
]


def every_path() -> list[str]:
    return [*Address.objects.values_list("path", flat=True), "/nyama/", "/en/nyama/"]


def assert_all_right() -> None:
    for path in every_path():
        kept, fresh = answer(path), fresh_answer(path)
        assert (kept.status, kept.headers, kept.body) == (fresh.status, fresh.headers, fresh.body)


def test_every_address_is_right_after_every_act(site):
    chief = newsroom.chief()
    first = newsroom.live_story(site, "Първият материал", by=chief)
    second = newsroom.live_story(site, "Вторият материал", by=chief, section=site.economy)
    assert_all_right()

    def retitle():
        first.headline = "Друго заглавие"
        publish(first, by=chief)

    def move():
        story = Story.objects.get(pk=first.pk)
        story.section = site.economy
        publish(story, by=chief)

    def rename_section():
        site.world.title = "Планетата"
        site.world.save()

    def settings():
        edition = Edition.objects.get()
        edition.tagline = "Нов подслов"
        edition.save()

    def topic():
        story = Story.objects.get(pk=first.pk)
        story.topics.set([Topic.objects.create(name="Вода")])
        publish(story, by=chief)

    acts = [
        retitle,
        move,
        rename_section,
        settings,
        topic,
        lambda: Topic.objects.update(name="Реки"),
        lambda: correct(first, by=chief, what="Беше три, а е две."),
        lambda: withdraw(second, by=chief, reason="Непроверено."),
        lambda: bring_back(second, by=chief),
        lambda: newsroom.live_story(site, "Третият материал", by=chief),
        lambda: erase(second, by=chief, reason="Съдебно решение."),
    ]
    for act in acts:
        act()
        assert_all_right()


def test_no_statement_of_our_pages_goes_unclaimed(site):
    newsroom.live_story(site)
    for path in every_path():
        with reading.recording() as read:
            page = surfaces.render_page(path)
        assert read.unclaimed == [], path
        assert page.status in (200, 301, 404, 410)
    with reading.recording() as read:
        surfaces.render_part("latest:bg")
    assert read.unclaimed == []
    assert "latest:bg/list" in read.keys


#: Tables that no write of ours changes while the site runs: the languages, laid at set-up.
FIXED_TABLES = {"wagtailcore_locale", "django_content_type"}


def test_pages_read_only_tables_whose_writes_are_announced(site):
    newsroom.live_story(site, lead_photo=newsroom.photo())
    known = net.public_tables() | set(net._declared) | FIXED_TABLES
    read: set[str] = set()

    def watch(execute, sql, params, many, context):
        read.update(net._TABLE_READ.findall(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        for path in every_path():
            surfaces.render_page(path)
        for part in ("latest:bg", "latest:en", "today:bg"):
            surfaces.render_part(part)
    assert "stories_story" in read
    assert read <= known


def test_a_new_story_makes_the_part_stale_and_not_every_page(site):
    stories = [newsroom.live_story(site, section=site.economy) for _ in range(4)]
    paths = [Story.objects.get(pk=story.pk).address for story in stories]
    for path in paths:
        answer(path)

    fresh = newsroom.live_story(site, "Съвсем нов материал")

    for path in paths:
        answered = answer(path)
        assert not answered.printed, "the page itself is kept; only the part is printed again"
        assert "Съвсем нов материал" in answered.body.decode()
    assert answer(Story.objects.get(pk=fresh.pk).address).status == 200


def test_a_render_may_not_write_rows_or_files(site, tmp_path):
    story = newsroom.live_story(site)

    with pytest.raises(WroteWhilePrinting), transaction.atomic():
        print_surface(lambda: Story.objects.filter(pk=story.pk).update(headline="Друго"))
    with pytest.raises(RenderReachedOut):
        print_surface(lambda: (tmp_path / "note").write_text("x"))


def test_midnight_changes_the_header_and_no_page_is_printed_for_it(site):
    now = clock.instant()
    path = newsroom.live_story(site).address
    before = answer(path).body

    with clock.fixed(now + timedelta(days=1)):
        tomorrow = answer(path)
        assert tomorrow.body == fresh_answer(path).body

    assert tomorrow.body != before
    assert not tomorrow.printed


def test_a_store_that_is_lost_costs_renders_only(site):
    path = newsroom.live_story(site).address
    assert answer(path).printed
    assert not answer(path).printed

    store().forget_all()

    again = answer(path)
    assert again.printed
    assert again.body == fresh_answer(path).body


@pytest.mark.parametrize(
    "path", ["/arhiv/1999/01/02/", "/2026/11/izmisleno-{pk}/", "/arhiv/x-{pk}/", "/nyama/"]
)
def test_addresses_that_anybody_may_invent_are_answered_and_not_kept(site, path):
    story = newsroom.live_story(site)
    answer("/")
    kept = store().names()
    assert answer(path.format(pk=story.pk)).status in (301, 404)
    # The page that says so shows the newest stories, perhaps as the first.
    assert set(store().names()) - set(kept) <= {"part:latest:bg", f"part:card:{story.pk}"}
    assert answer(path.format(pk=story.pk)).printed


def test_a_photo_tied_to_a_live_story_past_its_publication_is_not_shown_until_it_is_public(site):
    """Changes of a photo that was never put to use are not announced: no page may show it."""
    photo = newsroom.photo(caption="Никога пускана")
    photo.make_public_renditions()
    story = newsroom.live_story(site, "С чужда снимка")
    story = Story.objects.get(pk=story.pk)
    story.lead_photo = photo
    story.save()
    assert b"/media/" not in answer(story.address).body

    photo.caption = "Друг надпис"
    photo.save()
    shown = answer(story.address).body
    assert shown == fresh_answer(story.address).body
    assert "Друг надпис".encode() not in shown

    put_to_use([photo.pk])
    shown = answer(story.address).body
    assert shown == fresh_answer(story.address).body
    assert "Друг надпис".encode() in shown
    assert b"/media/" in shown
