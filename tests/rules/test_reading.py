"""Rules 13, 19 to 21, 24 and 25: what is read of stories, by readers, by the newsroom and by programs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.blocks.field_block import ChooserBlock
from wagtail.models import Page
from wagtail.rich_text import expand_db_html
from wagtail.search import index
from wagtail.search.models import IndexEntry

from tests.factories import newsroom
from tests.roads import ledger
from vestnik.accounts.roles import Role
from vestnik.changes.errors import WroteWhilePrinting
from vestnik.kit import clock
from vestnik.press.answers import fresh_answer
from vestnik.press.keys import latest, members
from vestnik.press.printing import print_surface
from vestnik.stories.actions.publish import publish
from vestnik.stories.blocks import INLINE, BodyBlock
from vestnik.stories.models import Address, Listing, Section, Story, Topic

pytestmark = pytest.mark.django_db
CHIEF = Role.CHIEF_EDITOR


def stored(story: Story) -> Story:
    return Story.objects.get(pk=story.pk)


# Rule 13


def with_places_of(draft: Story, lists: list[str]) -> None:
    """As a restored copy of a database may have it: places in lists left over from another time."""
    at = clock.instant()
    Listing.objects.bulk_create([Listing(list=name, story=draft, dated=at) for name in lists])


def test_rule_13_no_public_page_reads_a_row_that_is_not_live(site):
    """A draft is in the row, in its topics and its parts: whoever forgets `.live()` prints it."""
    draft = newsroom.story(site, "Чернова-канарче")
    shown = stored(newsroom.live_story(site, "Живо", body=[("related", [draft])]))
    with_places_of(draft, list(Listing.objects.values_list("list", flat=True)))
    days = timezone.localtime(shown.dated)
    paths = [
        *Address.objects.values_list("path", flat=True), f"/arhiv/{days:%Y/%m/%d}/",
        "/arhiv/", f"/arhiv/{days:%Y}/", f"/arhiv/{days:%Y/%m}/", f"/svyat/{days:%Y/%m}/",
        f"/arhiv/{draft.pk}/", f"/1999/01/chernova-{draft.pk}/",
    ]  # fmt: skip

    pages = {path: fresh_answer(path) for path in paths}

    for path in ("/", "/svyat/", shown.address, f"/arhiv/{days:%Y/%m/%d}/"):
        assert pages[path].status == 200, path
        assert "Живо" in pages[path].body.decode(), path
    assert pages[f"/arhiv/{draft.pk}/"].status == 404
    for path, page in pages.items():
        assert "Чернова-канарче" not in page.body.decode(), path
        assert "kanarche" not in f"{page.headers}{page.body.decode()}", path


def test_rule_13_lists_in_newsroom_words_hold_what_is_live_alone(site):
    """The places in a list are derived: one that is wrong must not make a draft public."""
    draft = newsroom.story(site)
    with_places_of(draft, [latest("bg"), members("section", site.world.pk, "bg")])

    assert list(Story.objects.newest("bg")) == []
    assert list(Story.objects.live_in(site.world)) == []


def test_rule_13_a_draft_is_given_a_place_in_no_list(site):
    story = newsroom.story(site)
    story.topics = [Topic.objects.create(name="Язовири")]
    story.dated = clock.instant()
    story.save()
    Story.objects.filter(pk=story.pk).update(deck="Още")

    assert not Listing.objects.filter(story=story).exists()


# Rule 19


def test_rule_19_stories_are_not_in_wagtails_index(site):
    """It rewrites a table-wide average at each save, and `update_index` would copy every draft there."""
    newsroom.live_story(site)
    assert not issubclass(Story, index.Indexed)

    call_command("update_index", verbosity=0)

    models = set(IndexEntry.objects.values_list("content_type__model", flat=True))
    assert "story" not in models


@pytest.mark.parametrize(
    "screen",
    [
        "wagtailsnippets_stories_story:list",
        "wagtailsnippets_stories_story:list_results",
        "wagtailsnippetchoosers_stories_story:choose",
        "wagtailsnippetchoosers_stories_story:choose_results",
    ],
)
def test_rule_19_no_list_of_stories_is_searched_by_likeness(screen, desk):
    """A scan of the archive; and on SQLite „царство“ does not find „Царство“ by icontains."""
    newsroom.live_story(desk.site, "Царство")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = desk.browser(CHIEF).get(reverse(screen), {"q": "царство"})

    assert answer.status_code == 200
    scans = [
        query["sql"]
        for query in asked
        if "stories_story" in query["sql"]
        and (" LIKE " in query["sql"].upper() or "modelsearch" in query["sql"])
    ]
    assert scans == []


@pytest.mark.parametrize("words", ["Царство", "царство", "ЦАРСТВО", "цар"])
def test_rule_19_subjects_are_found_in_any_case(words, desk):
    Topic.objects.create(name="Царство Бутан")
    Topic.objects.create(name="Язовири")

    found = desk.browser(CHIEF).get(reverse("wagtailsnippets_stories_topic:list"), {"q": words})

    assert [topic.name for topic in found.context["object_list"]] == ["Царство Бутан"]


# Rule 20


def link(target: object, kind: str = "story") -> str:
    return f'<a linktype="{kind}" id="{target}">дума</a>'


@pytest.fixture
def converter():
    return ContentstateConverter(features=INLINE)


def test_rule_20_a_stored_link_survives_opening_and_saving(converter, site):
    """Without its converter rule the editor deletes the link and says nothing."""
    story = newsroom.live_story(site)

    saved = converter.to_database_format(converter.from_database_format(f"<p>{link(story.pk)}</p>"))

    assert 'linktype="story"' in saved
    assert f'id="{story.pk}"' in saved


def test_rule_20_the_editor_sees_our_address(converter, site, settings):
    story = stored(newsroom.live_story(site))

    state = json.loads(converter.from_database_format(f"<p>{link(story.pk)}</p>"))

    (entity,) = state["entityMap"].values()
    assert entity["data"]["url"] == f"{settings.VESTNIK_URL}{story.address}"


def test_rule_20_an_address_typed_into_the_editor_is_stored_as_a_reference(desk, settings):
    """Stored as an address it would be printed also when the story is withdrawn."""
    target = stored(newsroom.live_story(desk.site))
    typed = f'<a href="{settings.VESTNIK_URL}{target.address}">дума</a>'

    story = desk.write(CHIEF, "publish", body=f"Виж {typed}.")
    again = desk.edit(CHIEF, story, "publish", headline="Пак")

    for row in (story, again):
        (block,) = row.body.raw_data
        assert 'linktype="story"' in block["value"]
        assert f'id="{target.pk}"' in block["value"]
        assert "href" not in block["value"]


# Rule 21


@pytest.mark.parametrize("kind", ["story", "page"])
def test_rule_21_a_link_to_what_is_not_live_is_printed_without_an_address(kind, site):
    """Wagtail's own prints a draft page's address: /secret-canary/."""
    if kind == "story":
        target, live = newsroom.story(site), stored(newsroom.live_story(site))
        path = live.address
    else:
        secret = Section(title="Тайно", slug="tayno", live=False)
        target, live = site.front.add_child(instance=secret), site.world
        path = "/svyat/"

    assert expand_db_html(f"<p>{link(target.pk, kind)}</p>") == "<p><a>дума</a></p>"
    assert expand_db_html(f"<p>{link(live.pk, kind)}</p>") == f'<p><a href="{path}">дума</a></p>'


def test_rule_21_a_printed_page_has_the_words_and_no_empty_link(site):
    draft = newsroom.story(site, "Чернова-канарче")
    secret = site.front.add_child(instance=Section(title="Тайно", slug="tayno", live=False))
    words = f"<p>Ето {link(draft.pk)} и {link(secret.pk, 'page')}.</p>"
    body = [
        ("paragraph", words),
        ("list", f"<ul><li>{words}</li></ul>"),
        ("factbox", {"title": "Кратко", "text": words}),
        ("related", [draft]),
    ]
    shown = stored(newsroom.live_story(site, body=body))

    page = fresh_answer(shown.address).body.decode()

    assert page.count("дума") == 6
    assert re.findall(r"<a(?:>|\s(?![^>]*\bhref=)[^>]*>)", page) == []
    for trace in ("linktype", "tayno", "канарче", f"-{draft.pk}/"):
        assert trace not in page, trace


def choosers(block: Block, above: tuple[Block, ...] = ()) -> Iterator[tuple[Block, ...]]:
    """Every chooser block of a tree, with the blocks that it stands in."""
    here = (*above, block)
    if isinstance(block, ChooserBlock):
        yield here
    elif isinstance(block, ListBlock):
        yield from choosers(block.child_block, here)
    elif isinstance(block, StreamBlock | StructBlock):
        for child in block.child_blocks.values():
            yield from choosers(child, here)


def test_rule_21_no_chooser_prints_by_itself():
    """A chooser without a template prints str(story): the headline of a draft."""
    found = list(choosers(BodyBlock()))

    assert len(found) >= 3
    for blocks in found:
        assert any(getattr(block.meta, "template", None) for block in blocks[1:]), blocks


def test_rule_21_related_stories_are_asked_whether_they_are_live(site):
    draft, live = newsroom.story(site, "Чернова"), stored(newsroom.live_story(site, "Живо"))
    related = BodyBlock().child_blocks["related"]

    context = related.get_context(related.to_python([draft.pk, live.pk]))
    printed = related.render(related.to_python([draft.pk, live.pk]))

    assert [story.pk for story in context["stories"]] == [live.pk]
    assert "Живо" in printed
    assert "Чернова" not in printed


# Rule 24


def routes(resolver: Any = None, above: str = "") -> Iterator[tuple[str, Any]]:
    """Every address of the installation with what answers there."""
    for route in (resolver or get_resolver()).url_patterns:
        path = f"{above}{route.pattern}"
        if hasattr(route, "url_patterns"):
            yield from routes(route, path)
        else:
            yield path, route.callback


def test_rule_24_stories_offer_nothing_to_an_api():
    """Its publish passes by Story.publish(), its edit by the form and the rights on one's own."""
    assert not hasattr(Story, "api_fields")
    assert not apps.is_installed("wagtail.api.v3")
    assert not apps.is_installed("wagtail.api.v2")


def test_rule_24_no_address_leads_to_an_api_of_wagtails():
    answering = list(routes())

    assert len(answering) > 200
    # The newsroom's own, for the page explorer's menu: it answers questions about pages.
    allowed = "cms/api/main/"
    assert [path for path, _ in answering if "api/" in path and not path.startswith(allowed)] == []
    assert [path for path, view in answering if "api.v3" in view.__module__] == []


@pytest.mark.parametrize(
    "path",
    ["/api/v2/pages/", "/api/v3/", "/api/v3/snippets/stories.Story/", "/cms/api/v3/"],
)
def test_rule_24_its_usual_addresses_answer_nobody(path, desk):
    browser = desk.browser(None)

    assert browser.get(path).status_code == 404
    assert browser.post(path).status_code in (404, 405)


def test_rule_24_the_newsrooms_own_api_knows_pages_and_no_stories(desk):
    from wagtail.admin.api.urls import admin_api

    models = {endpoint.model for endpoint in admin_api._endpoints.values()}

    assert Page in models
    assert Story not in models


# Rule 25


def test_rule_25_looking_at_a_story_in_the_newsroom_may_write(desk):
    """Who is in the editor is written at a GET: a newsroom of read-only requests would not open."""
    story = newsroom.live_story(desk.site)
    mark = ledger.last_change()

    opened = desk.browser(CHIEF).get(desk.story("edit", story))

    assert opened.status_code == 200
    assert EditingSession.objects.filter(object_id=story.pk).exists()
    assert ledger.changes_since(mark) == []


PRINTING_WRITES: dict[str, Callable[[Story, EditingSession], Any]] = {
    "an editing session, saved": lambda story, session: session.save(),
    "editing sessions, deleted": lambda story, session: EditingSession.objects.all().delete(),
    "a story, updated": lambda story, session: Story.objects.update(deck="x"),
    "a story, published": lambda story, session: publish(story, by=newsroom.chief()),
}


@pytest.mark.parametrize("write", PRINTING_WRITES.values(), ids=PRINTING_WRITES)
def test_rule_25_a_page_being_printed_may_not_write(write, desk):
    """The very same row, and any other: a render is a pure read, whoever asked for the page."""
    story = newsroom.live_story(desk.site)
    desk.browser(CHIEF).get(desk.story("edit", story))
    session = EditingSession.objects.get(object_id=story.pk)

    with pytest.raises(WroteWhilePrinting), transaction.atomic():
        print_surface(lambda: write(story, session))

    assert EditingSession.objects.filter(pk=session.pk).exists()
    assert (stored(story).version, stored(story).deck) == (1, "")
