"""Roads that Vestnik does without: each is refused with an answer, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page, PageViewRestriction

from tests.factories import newsroom
from tests.roads import ledger
from tests.roads.newsdesk import story_form
from tests.roads.test_site_roads import redirect_by_hand, standing_with_child, topic, used_photo
from tests.roads.test_story_roads import draft, live
from vestnik.accounts.roles import Role
from vestnik.changes.errors import NotADelete
from vestnik.photos.models import Photo
from vestnik.stories.models import Address, Section, Story, Topic


def nothing(desk):
    return None


def section(desk):
    return desk.site.world


def address_of(*name: str, more: tuple[Any, ...] = ()) -> Callable[[Any, Any], str]:
    """The address of a screen for the row that is given."""

    def find(desk, row):
        return reverse(":".join(name), args=[getattr(row, "pk", row), *more])

    return find


def bulk(app: str, model: str, action: str) -> Callable[[Any, Any], str]:
    def find(desk, row):
        address = reverse("wagtail_bulk_action", args=[app, model, action])
        return f"{address}?id={getattr(row, 'pk', row)}&next=/cms/"

    return find


def at(path: str) -> Callable[[Any, Any], str]:
    return lambda desk, row: path.format(getattr(row, "pk", row))


def page_action(name: str) -> Callable[[Any, Any], str]:
    return at(f"/cms/api/main/pages/{{}}/action/{name}/")


def private(desk, row):
    return {"restriction_type": "login"}


def story_words(desk, story):
    return story_form(desk.site, "", story, headline="Презаписано")


def below_the_front(desk, row):
    return {"destination_page_id": desk.site.front.pk, "update_slug": "svyat-2"}


class Closed(NamedTuple):
    name: str
    given: Callable[[Any], Any]
    address: Callable[[Any, Any], str]
    form: Callable[[Any, Any], dict[str, Any]] | None = None


STORY, SUBJECT = "wagtailsnippets_stories_story", "wagtailsnippets_stories_topic"
# fmt: off
CLOSED = [
    Closed("story: delete view", live, address_of(STORY, "delete")),
    Closed("story: delete view of a draft", draft, address_of(STORY, "delete")),
    Closed("story: delete in bulk", live, bulk("stories", "story", "delete")),
    Closed("story: delete a draft in bulk", draft, bulk("stories", "story", "delete")),
    Closed("story: Wagtail's unpublish view", live, address_of(STORY, "unpublish")),
    Closed("story: copy view", live, at("/cms/snippets/stories/story/copy/{}/"), story_words),
    Closed("story: translate view", live, at("/cms/translation/submit/snippet/stories/story/{}/")),
    Closed("topic: delete view", topic, address_of(SUBJECT, "delete")),
    Closed("topic: delete in bulk", topic, bulk("stories", "topic", "delete")),
    Closed("topic: copy view", topic, at("/cms/snippets/stories/topic/copy/{}/")),
    Closed("address: delete view", redirect_by_hand, address_of("wagtailsnippets_stories_address", "delete")),
    Closed("address: delete in bulk", redirect_by_hand, bulk("stories", "address", "delete")),
    Closed("page: delete view", section, address_of("wagtailadmin_pages", "delete")),
    Closed("page: delete with pages below", standing_with_child, address_of("wagtailadmin_pages", "delete")),
    Closed("page: delete in bulk", section, bulk("wagtailcore", "page", "delete")),
    Closed("page: delete by the admin's API", section, page_action("delete")),
    Closed("page: alias by the admin's API", section, page_action("create_alias"), below_the_front),
    Closed("page: privacy", section, address_of("wagtailadmin_pages", "set_privacy"), private),
    Closed("photo: delete view", used_photo, address_of("wagtailimages", "delete")),
    Closed("photo: delete after an upload", used_photo, address_of("wagtailimages", "delete_multiple")),
    Closed("photo: delete in bulk", used_photo, bulk("photos", "photo", "delete")),
    Closed("public API v2", nothing, at("/api/v2/pages/")),
    Closed("public API v3", nothing, at("/api/v3/pages/")),
    Closed("newsroom's API v2", nothing, at("/cms/api/v2/pages/")),
    Closed("newsroom's API v3", nothing, at("/cms/api/v3/pages/")),
    Closed("newsroom's API v3, snippets", live, at("/cms/api/v3/snippets/stories.story/{}/")),
    Closed("Wagtail's sites", nothing, at("/cms/sites/add/")),
    Closed("Wagtail's locales", nothing, at("/cms/locales/new/")),
    Closed("Wagtail's redirects", nothing, at("/cms/redirects/add/")),
    Closed("Wagtail's documents", nothing, at("/cms/documents/add/")),
    Closed("dynamic image serving", used_photo, at("/images/abc/{}/width-400/x.jpg")),
    Closed("Wagtail's page serving", section, at("/front-bg/svyat/")),
]
# fmt: on


@pytest.mark.parametrize("road", CLOSED, ids=lambda road: road.name)
def test_a_closed_road_is_refused_and_writes_nothing(road, desk):
    row = road.given(desk)
    form = road.form(desk, row) if road.form else {}
    before, pages, restrictions = (
        ledger.picture(),
        Page.objects.count(),
        PageViewRestriction.objects,
    )
    stories = set(Story.objects.values_list("pk", "headline"))
    address = road.address(desk, row)

    with ledger.watching() as watch:
        answer = desk.browser(None).post(address, form)

    # Refused, not there, or led away with a sentence; never an error, never a quiet success.
    assert answer.status_code in (302, 403, 404, 405), f"{address}: {answer.status_code}"
    assert watch.rows == []
    assert ledger.picture() == before
    assert (Page.objects.count(), restrictions.count()) == (pages, 0)
    assert set(Story.objects.values_list("pk", "headline")) == stories


def test_what_is_closed_is_not_installed():
    absent = {
        "wagtail.api.v2",
        "wagtail.contrib.redirects",
        "wagtail.contrib.simple_translation",
        "wagtail.documents",
        "wagtail.sites",
        "wagtail.locales",
    }
    assert absent.isdisjoint(app.name for app in apps.get_app_configs())
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=["sign", 1, "width-400"])


# fmt: off
REFUSED = [
    ("story", live, lambda row: row.delete()),
    ("stories", live, lambda row: Story.objects.filter(pk=row.pk).delete()),
    ("stories by the base manager", live, lambda row: Story._base_manager.filter(pk=row.pk).delete()),
    ("page", section, lambda row: row.delete()),
    ("page with pages below", standing_with_child, lambda row: row.delete()),
    ("topic", topic, lambda row: row.delete()),
    ("address", redirect_by_hand, lambda row: row.delete()),
    ("addresses", redirect_by_hand, lambda row: Address.objects.filter(pk=row.pk).delete()),
    ("photo", used_photo, lambda pk: Photo.objects.get(pk=pk).delete()),
]
# fmt: on


@pytest.mark.parametrize(("name", "given", "delete"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_was_ever_public_is_not_deleted_by_code(name, given, delete, desk):
    row = given(desk)
    before = ledger.picture()

    with pytest.raises(NotADelete):
        delete(row)

    assert ledger.picture() == before


def test_copying_a_page_makes_a_draft_and_never_an_alias(desk):
    form = {"new_title": "Свят", "new_slug": "svyat-2", "new_parent_page": desk.site.front.pk}
    before = ledger.picture()

    desk.post(None, desk.page("copy", desk.site.world.pk), form | {"alias": "on"})

    copy = Page.objects.get(slug="svyat-2")
    assert (copy.alias_of, copy.live) == (None, False)
    assert ledger.picture() == before


def test_a_page_that_was_never_public_may_be_deleted(desk):
    page = desk.site.front.add_child(instance=Section(title="Спорт", slug="sport", live=False))

    desk.post(None, desk.page("delete", page.pk))

    assert not Section.objects.filter(pk=page.pk).exists()


def test_the_menu_does_not_offer_to_delete_a_story(desk):
    story = live(desk)

    for screen in (desk.story("edit", story), desk.story("list"), desk.story("inspect", story)):
        assert desk.story("delete", story) not in desk.browser(None).get(screen).content.decode()


def test_nobody_holds_the_right_to_delete_a_story(site):
    for role in Role:
        person = newsroom.person(role)
        assert not person.has_perm("stories.delete_story"), role
        assert not person.has_perm("stories.delete_topic"), role


def test_topics_stay_when_the_last_story_goes(desk):
    kept = Topic.objects.create(name="Язовири")
    draft(desk).delete()
    assert Topic.objects.filter(pk=kept.pk).exists()
