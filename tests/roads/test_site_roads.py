"""The roads of everything beside stories: pages, settings, subjects, addresses, photos, people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from wagtail.models import Locale, Page, Site

from tests.factories import newsroom
from tests.roads import ledger
from tests.roads.newsdesk import (
    REASON,
    front_form,
    in_an_hour,
    page_form,
    photo_form,
    picture_file,
    standing_form,
)
from tests.roads.test_story_roads import in_two_hours
from vestnik.accounts.roles import Role
from vestnik.desk.clock import publish_due
from vestnik.photos.actions import use
from vestnik.photos.models import Photo
from vestnik.stories.models import (
    Address,
    Agency,
    Breaking,
    Byline,
    Edition,
    Front,
    Section,
    StandingPage,
    Storyline,
    Topic,
)
from vestnik.stories.routing import Found, Gone, Moved, resolve

CHIEF, PHOTO_EDITOR = Role.CHIEF_EDITOR, Role.PHOTO_EDITOR


# What is there before


def nothing(desk):
    return None


def section(desk):
    return desk.site.world


def section_draft(desk):
    return desk.site.front.add_child(instance=Section(title="Спорт", slug="sport", live=False))


def section_with_story(desk):
    newsroom.live_story(desk.site)
    return desk.site.world


def standing_with_child(desk):
    """Two standing pages, and a third below the first."""
    front = desk.site.front
    about = front.add_child(instance=StandingPage(title="За нас", slug="za-nas", text="<p>А</p>"))
    front.add_child(instance=StandingPage(title="Правила", slug="pravila", text="<p>Б</p>"))
    about.add_child(instance=StandingPage(title="Екип", slug="ekip", text="<p>В</p>"))
    return StandingPage.objects.get(pk=about.pk)


def section_expiring(desk):
    page = desk.site.world
    page.expire_at = in_an_hour()
    page.save_revision().publish()
    return page


def section_due(desk):
    desk.site.world.save_revision().publish()
    page = Section.objects.get(pk=desk.site.world.pk)
    page.title, page.go_live_at = "Светът", in_an_hour()
    page.save_revision().publish()
    return page


def front_of_zones(desk):
    """A front with a zone, and a draft of it with another one."""
    story = newsroom.live_story(desk.site)
    page = Front.objects.get(pk=desk.site.front.pk)
    page.zones = [("list", {"title": "Избори", "stories": [story], "count": 3, "fill": "newest"})]
    page.save_revision().publish()
    return Front.objects.get(pk=page.pk)


def breaking_on(desk):
    return Breaking.objects.create(language="bg", text="Затвориха моста", live=True)


def topic(desk):
    return Topic.objects.create(name="Язовири")


def archived_topic(desk):
    return Topic.objects.create(name="Язовири", archived=True)


def agency(desk):
    return Agency.objects.create(name="БТА", code="bta")


def used_photo(desk):
    """A photo that a live story shows."""
    photo = newsroom.photo("Стената на язовира")
    photo.file.close()
    newsroom.live_story(desk.site, lead_photo=photo)
    return photo.pk


def redirect_by_hand(desk):
    return Address.objects.create(path="/staro.php", target="/svyat/", state="moved")


def byline_of_a_user(desk):
    return Byline.objects.create(name="Проба", user=newsroom.person(Role.AUTHOR))


# The roads


def create_and_publish(desk, _):
    address = desk.page("add", "stories", "section", desk.site.front.pk)
    desk.post(CHIEF, address, page_form("publish"))
    assert isinstance(resolve("/sport/"), Found)


def publish_draft(desk, page):
    desk.post(CHIEF, desk.page("edit", page.pk), page_form("publish"))
    assert isinstance(resolve("/sport/"), Found)


def rename(desk, page):
    desk.post(CHIEF, desk.page("edit", page.pk), page_form("publish", title="Светът", slug="svyat"))


def re_slug(desk, page):
    desk.post(CHIEF, desk.page("edit", page.pk), page_form("publish", title="Свят", slug="planeta"))
    assert resolve("/svyat/") == Moved("/planeta/")
    assert isinstance(resolve("/planeta/"), Found)


def re_slug_with_descendants(desk, page):
    form = standing_form("publish", slug="redaktsia")
    desk.post(CHIEF, desk.page("edit", page.pk), form)
    assert resolve("/za-nas/") == Moved("/redaktsia/")
    assert resolve("/za-nas/ekip/") == Moved("/redaktsia/ekip/")
    assert isinstance(resolve("/redaktsia/ekip/"), Found)


def move_with_descendants(desk, page):
    rules = StandingPage.objects.get(slug="pravila")
    desk.post(None, desk.page("move_confirm", page.pk, rules.pk))
    assert resolve("/za-nas/") == Moved("/pravila/za-nas/")
    assert resolve("/za-nas/ekip/") == Moved("/pravila/za-nas/ekip/")
    assert isinstance(resolve("/pravila/za-nas/ekip/"), Found)


def move_by_code(desk, page):
    page.move(StandingPage.objects.get(slug="pravila"), pos="last-child")
    assert resolve("/za-nas/ekip/") == Moved("/pravila/za-nas/ekip/")


def back_to_its_address(desk, page):
    for slug in ("planeta", "svyat"):
        form = page_form("publish", title="Свят", slug=slug)
        desk.post(CHIEF, desk.page("edit", page.pk), form)
    assert isinstance(resolve("/svyat/"), Found)
    assert resolve("/planeta/") == Moved("/svyat/")


def reorder(desk, page):
    desk.post(CHIEF, desk.page("set_page_position", page.pk) + "?position=1")
    titles = [child.title for child in desk.site.front.get_children()]
    assert titles == ["Икономика", "Свят"]


def unpublish(desk, page):
    desk.post(CHIEF, desk.page("unpublish", page.pk))
    assert isinstance(resolve("/svyat/"), Gone)


def unpublish_with_descendants(desk, page):
    desk.post(CHIEF, desk.page("unpublish", page.pk), {"include_descendants": "on"})
    assert isinstance(resolve("/za-nas/ekip/"), Gone)


def bulk(action: str, model: str = "wagtailcore/page") -> Callable[[Any, Any], None]:
    def go(desk, row):
        pk = getattr(row, "pk", row)
        app, name = model.split("/")
        address = reverse("wagtail_bulk_action", args=[app, name, action])
        answer = desk.browser(None).post(
            f"{address}?id={pk}&next=/cms/", {"include_descendants": ""}
        )
        assert answer.status_code == 302

    return go


def unpublish_and_publish_in_bulk(desk, page):
    bulk("unpublish")(desk, page)
    assert isinstance(resolve("/svyat/"), Gone)
    bulk("publish")(desk, page)
    assert isinstance(resolve("/svyat/"), Found)


def page_revert_and_publish(desk, page):
    rename(desk, page)
    oldest = page.revisions.order_by("pk").first()
    form = page_form("publish", title="Свят", slug="svyat", revision=oldest.pk)
    desk.post(CHIEF, desk.page("edit", page.pk), form)


def our_clock(desk, _):
    in_two_hours(publish_due)


def fix_tree(desk, page):
    # What treebeard's own repair writes past every model, in raw SQL.
    with transaction.atomic():
        Page.objects.filter(pk=page.pk).update(title="Повредено")
    call_command("fixtree", interactive=False, verbosity=0)


def set_url_paths(desk, page):
    with transaction.atomic():
        Page.objects.filter(pk=page.pk).update(url_path="/front-bg/drugade/")
    call_command("set_url_paths", verbosity=0)


def arrange_front(desk, page):
    story = page.zones[0].value["stories"][0]
    form = front_form([("lead", {"stories": [story.pk]})], "publish", title=page.title)
    desk.post(CHIEF, desk.page("edit", page.pk), form)
    assert Front.objects.get(pk=page.pk).zones[0].block_type == "lead"


def front_by_update(desk, page):
    Front.objects.filter(pk=page.pk).update(zones=[])


def breaking_at_the_desk(desk, _):
    desk.post(Role.EDITOR_ON_DUTY, "/cms/desk/breaking/bg/", {"text": "Наводнение", "show": ""})
    assert Breaking.objects.get().live


def breaking_ends(desk, _):
    desk.post(Role.EDITOR, "/cms/desk/breaking/bg/", {"end": ""})
    assert not Breaking.objects.get().live


def breaking_by_update(desk, _):
    Breaking.objects.update(text="Друго")


def breaking_deleted(desk, row):
    row.delete()


def settings(desk, _):
    edition = Edition.objects.get()
    address = reverse("wagtailsettings:edit", args=["stories", "edition", edition.pk])
    desk.post(CHIEF, address, {"name": "Утро", "tagline": "", "publisher": ""})
    assert Edition.objects.get().name == "Утро"


def site_record(desk, _):
    site = Site.objects.get()
    site.hostname = "vestnik.example"
    with transaction.atomic():
        site.save()


def new_language(desk, _):
    with transaction.atomic():
        Locale.objects.create(language_code="de")


def create_topic(desk, _):
    address = reverse("wagtailsnippets_stories_topic:add")
    desk.post(CHIEF, address, {"name": "Язовири", "slug": "", "archived": ""})
    assert Topic.objects.get().slug == "yazoviri"


def edit_topic(desk, row):
    address = reverse("wagtailsnippets_stories_topic:edit", args=[row.pk])
    desk.post(CHIEF, address, {"name": "Реки", "slug": "reki", "archived": ""})


def archive_topic(desk, row):
    address = reverse("wagtailsnippets_stories_topic:edit", args=[row.pk])
    desk.post(CHIEF, address, {"name": "Язовири", "slug": "yazoviri", "archived": "on"})


def create_storyline(desk, _):
    address = reverse("wagtailsnippets_stories_storyline:add")
    desk.post(CHIEF, address, {"name": "Водата", "summary": "", "slug": ""})
    assert Storyline.objects.get().name == "Водата"


def edit_agency(desk, row):
    address = reverse("wagtailsnippets_stories_agency:edit", args=[row.pk])
    desk.post(CHIEF, address, {"name": "БТА", "code": "bta2", "slug": "bta"})


def edit_byline(desk, row):
    address = reverse("wagtailsnippets_stories_byline:edit", args=[row.pk])
    form = {
        "name": "Проба",
        "role": "кореспондент",
        "portrait": "",
        "user": row.user_id,
        "slug": "",
    }
    desk.post(CHIEF, address, form | {"slug": row.slug})


def bulk_create_topics(desk, _):
    Topic.objects.bulk_create([Topic(name="А", slug="a"), Topic(name="Б", slug="b")])


def update_topics(desk, _):
    Topic.objects.update(name="Всичко")


def delete_topics_by_queryset(desk, row):
    # No screen and no action comes here; a shell does.
    Topic.objects.filter(pk=row.pk).delete()


def address_by_hand(desk, _):
    form = {"path": "/stara.php", "target": "/svyat/"}
    desk.post(CHIEF, reverse("wagtailsnippets_stories_address:add"), form)
    assert resolve("/stara.php") == Moved("/svyat/")


def edit_address_by_hand(desk, row):
    form = {"path": "/staro.php", "target": "/ikonomika/"}
    desk.post(CHIEF, reverse("wagtailsnippets_stories_address:edit", args=[row.pk]), form)
    assert resolve("/staro.php") == Moved("/ikonomika/")


def photo_put_to_use(desk, _):
    photo = newsroom.photo()
    photo.file.close()
    use.put_to_use([photo.pk])


def edit_caption(desk, pk):
    desk.post(PHOTO_EDITOR, reverse("wagtailimages:edit", args=[pk]), photo_form(caption="Друг"))


def replace_picture(desk, pk):
    form = photo_form(caption="Стената на язовира", credit="", file=picture_file())
    desk.post(PHOTO_EDITOR, reverse("wagtailimages:edit", args=[pk]), form)


def withdraw_photo(desk, pk):
    use.withdraw(Photo.objects.get(pk=pk), reason=REASON)


def caption_by_update(desk, pk):
    Photo.objects.filter(pk=pk).update(caption="Друг")


def delete_rendition(desk, pk):
    Photo.objects.get(pk=pk).renditions.first().delete()


def collection_deleted(desk, pk):
    """What a photo is filed under is the newsroom's own."""
    from wagtail.models import Collection

    shelf = Collection.objects.get(depth=1).add_child(name="Рафт")
    Photo.objects.filter(pk=pk).update(collection=shelf)


class Road(NamedTuple):
    name: str
    given: Callable[[Any], Any]
    go: Callable[[Any, Any], None]
    says: str


# fmt: off
ROADS = [
    Road("page: create and publish", nothing, create_and_publish, "PagePublished"),
    Road("page: publish a draft", section_draft, publish_draft, "PagePublished"),
    Road("page: publish another title", section, rename, "PageChanged"),
    Road("page: another slug", section_with_story, re_slug, "PageChanged"),
    Road("page: another slug, with pages below", standing_with_child, re_slug_with_descendants, "PageChanged"),
    Road("page: move, with pages below", standing_with_child, move_with_descendants, "SiteRearranged"),
    Road("page: move by code", standing_with_child, move_by_code, "SiteRearranged"),
    Road("page: another slug and back", section, back_to_its_address, "PageChanged"),
    Road("page: reorder", section, reorder, "SiteRearranged"),
    Road("page: unpublish", section, unpublish, "PageWithdrawn"),
    Road("page: unpublish, with pages below", standing_with_child, unpublish_with_descendants, "PageWithdrawn"),
    Road("page: unpublish and publish in bulk", section, unpublish_and_publish_in_bulk, "PagePublished"),
    Road("page: revert and publish", section, page_revert_and_publish, "PageChanged"),
    Road("page: the clock publishes", section_due, our_clock, "PageChanged"),
    Road("page: the clock takes off", section_expiring, our_clock, "PageWithdrawn"),
    Road("page: command fixtree", section, fix_tree, "SiteRearranged"),
    Road("page: command set_url_paths", section, set_url_paths, "SiteRearranged"),
    Road("front: arrange", front_of_zones, arrange_front, "PageChanged"),
    Road("front: update()", front_of_zones, front_by_update, "PageChanged"),
    Road("breaking: on", nothing, breaking_at_the_desk, "BreakingBegan"),
    Road("breaking: other words", breaking_on, breaking_at_the_desk, "BreakingChanged"),
    Road("breaking: off", breaking_on, breaking_ends, "BreakingEnded"),
    Road("breaking: update()", breaking_on, breaking_by_update, "BreakingChanged"),
    Road("breaking: delete()", breaking_on, breaking_deleted, "BreakingEnded"),
    Road("settings of the edition", nothing, settings, "EditionChanged"),
    Road("Wagtail's site record", nothing, site_record, "SiteRearranged"),
    Road("another language", nothing, new_language, "SiteRearranged"),
    Road("topic: create", nothing, create_topic, "SubjectAppeared"),
    Road("topic: edit", topic, edit_topic, "SubjectChanged"),
    Road("topic: archive", topic, archive_topic, "SubjectArchived"),
    Road("topic: take out of the archive", archived_topic, edit_topic, "SubjectAppeared"),
    Road("topic: bulk_create()", nothing, bulk_create_topics, "SubjectAppeared"),
    Road("topic: update() of all", topic, update_topics, "SubjectChanged"),
    Road("storyline: create", nothing, create_storyline, "SubjectAppeared"),
    Road("agency: edit", agency, edit_agency, "SubjectChanged"),
    Road("byline: edit", byline_of_a_user, edit_byline, "SubjectChanged"),
    Road("address by hand: add", nothing, address_by_hand, "AddressAnswers"),
    Road("address by hand: edit", redirect_by_hand, edit_address_by_hand, "AddressAnswers"),
    Road("photo: put to use", nothing, photo_put_to_use, "PhotoAppeared"),
    Road("photo: edit the caption", used_photo, edit_caption, "PhotoReplaced"),
    Road("photo: replace the picture", used_photo, replace_picture, "PhotoReplaced"),
    Road("photo: withdraw", used_photo, withdraw_photo, "PhotoWithdrawn"),
    Road("photo: update()", used_photo, caption_by_update, "PhotoReplaced"),
    Road("photo: a rendition deleted alone", used_photo, delete_rendition, "PhotoReplaced"),
]
# fmt: on


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.name)
def test_a_road_announces_the_keys_before_and_after_with_the_change(road, desk):
    given = road.given(desk)

    with ledger.watching() as watch:
        road.go(desk, given)

    assert watch.differ, "The road led nowhere: readers see what they saw."
    watch.assert_each_commit_says_what_it_did()
    assert road.says in watch.events


def test_a_page_whose_photo_was_replaced_shows_the_new_picture_from_the_same_commit(desk):
    pk = used_photo(desk)
    old = Photo.objects.get(pk=pk).rendition("wide-480-avif").file.name

    with ledger.watching() as watch:
        replace_picture(desk, pk)

    new = Photo.objects.get(pk=pk).rendition("wide-480-avif")
    assert new is not None
    assert new.file.name != old
    assert sum(bool(commit.differ) for commit in watch.commits) == 1


def test_a_picture_that_cannot_be_used_leaves_the_old_one(desk, monkeypatch):
    pk = used_photo(desk)
    before = ledger.picture()

    def fail(photo):
        raise OSError("the disk is full")

    monkeypatch.setattr(Photo, "make_public_renditions", fail)
    with pytest.raises(OSError, match="full"):
        replace_picture(desk, pk)

    photo = Photo.objects.get(pk=pk)
    assert photo.file.storage.exists(photo.file.name)
    assert ledger.picture() == before


def test_another_focal_point_cuts_the_pictures_anew(desk):
    pk = used_photo(desk)
    old = Photo.objects.get(pk=pk).rendition("card-640-jpeg").file.name
    point = {"x": "100", "y": "100", "width": "50", "height": "50"}
    form = photo_form(**{f"focal_point_{name}": value for name, value in point.items()})

    desk.post(PHOTO_EDITOR, reverse("wagtailimages:edit", args=[pk]), form)

    assert Photo.objects.get(pk=pk).rendition("card-640-jpeg").file.name != old
    assert (
        Photo.objects.get(pk=pk).renditions.filter(filter_spec="fill-640x427|format-jpeg").count()
        == 1
    )


def test_a_slug_whose_address_was_given_to_another_page_is_refused_at_the_field(desk):
    re_slug(desk, desk.site.world)
    before = ledger.picture()

    form = page_form("publish", title="Икономика", slug="svyat")
    answer = desk.browser(CHIEF).post(desk.page("edit", desk.site.economy.pk), form)

    assert answer.status_code == 200
    assert "slug" in answer.context["form"].errors
    assert ledger.picture() == before


def test_a_page_is_not_moved_to_an_address_that_was_given_to_another(desk):
    about = standing_with_child(desk)
    rules = StandingPage.objects.get(slug="pravila")
    taken = rules.add_child(instance=StandingPage(title="Друго", slug="za-nas", text="<p>Г</p>"))
    taken.slug = "drugo"
    taken.save()
    before = ledger.picture()

    answer = desk.browser(None).post(desk.page("move_confirm", about.pk, rules.pk))

    assert answer.status_code == 302
    assert ledger.picture() == before
    assert resolve("/pravila/za-nas/") == Moved("/pravila/drugo/")
