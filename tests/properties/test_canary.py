"""Nothing unpublished leaks: a canary in everything that readers may not see, sought in every public byte.

Each place has a canary word of its own, so that a failure says what leaked and where it sang.
"""

from __future__ import annotations

import io
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from PIL import Image

from tests.factories import newsroom
from tests.marks import keeps_prints
from vestnik.accounts.roles import Role
from vestnik.kit import clock
from vestnik.photos.actions.use import withdraw as withdraw_photo
from vestnik.photos.models import Photo, PhotoRendition
from vestnik.stories import pages
from vestnik.stories.actions.erase import erase
from vestnik.stories.actions.publish import publish, publish_at_once
from vestnik.stories.actions.withdraw import withdraw
from vestnik.stories.addresses import archive_path, corrections_path, day_path, photo_path
from vestnik.stories.models import (
    Address,
    Agency,
    Breaking,
    Byline,
    Front,
    Section,
    StandingPage,
    Story,
    StoryByline,
    Storyline,
    Topic,
)

pytestmark = pytest.mark.django_db

SONG = re.compile("kanarche[a-z]*")


def canary(place: str) -> str:
    """The canary of one place: "story.deck" → "kanarchestorydeck"."""
    return "kanarche" + re.sub("[^a-z]", "", place)


def words(place: str, *, short: str | None = None) -> dict:
    """Every text of a story that an editor writes, each with a canary."""
    return {
        "headline": f"Заглавие {canary(place + '.headline')}",
        "short_headline": short or f"Късо {canary(place + '.short')}",
        "kicker": canary(f"{place}.kicker"),
        "deck": f"Подзаглавие {canary(place + '.deck')}",
        "lead_caption": f"Надпис {canary(place + '.leadcaption')}",
        "dateline": canary(f"{place}.dateline"),
        "body": [
            ("paragraph", f"<p>Текст {canary(place + '.paragraph')}</p>"),
            ("subhead", canary(f"{place}.subhead")),
            ("quote", {"text": canary(f"{place}.quote"), "attribution": canary(f"{place}.who")}),
            ("factbox", {"title": canary(f"{place}.box"), "text": canary(f"{place}.boxtext")}),
            ("embed", {"url": f"https://x.test/{canary(place + '.embed')}", "title": ""}),
        ],
    }


def picture_named(place: str) -> Photo:
    """A photo whose every word is a canary, in the library's columns, in its file's name and in EXIF."""
    exif = Image.Exif()
    exif[0x010E] = canary(f"{place}.exifdescription")
    exif[0x927C] = canary(f"{place}.exifmakernote")
    drawn = io.BytesIO()
    Image.new("RGB", (1400, 900), (90, 40, 20)).save(
        drawn, "JPEG", exif=exif, comment=canary(f"{place}.comment")
    )
    photo = Photo(
        title=canary(f"{place}.title"),
        caption=canary(f"{place}.caption"),
        description=canary(f"{place}.description"),
        credit=canary(f"{place}.credit"),
        creator=canary(f"{place}.creator"),
        copyright_notice=canary(f"{place}.copyright"),
        usage_terms=canary(f"{place}.terms"),
    )
    photo.file.save(f"{canary(place + '.file')}.jpg", ContentFile(drawn.getvalue()), save=False)
    photo._set_image_file_metadata()
    photo.save()
    photo.file.close()
    photo.tags.add(canary(f"{place}.tag"))
    return photo


def page_named(parent, model, place: str, *, live: bool, **fields):
    page = model(
        title=f"Страница {canary(place + '.title')}",
        slug=canary(f"{place}.slug"),
        live=live,
        locale=parent.locale,
        **fields,
    )
    parent.add_child(instance=page)
    return page


def arrange(front, hidden, section, gone_photo, unused) -> None:
    """A live front that chose what nobody may see, and a draft of it with words of its own."""
    front = Front.objects.get(pk=front.pk)
    few = {"stories": hidden, "count": 4}
    nothing = {**few, "fill": "nothing", "section": section, "kinds": []}
    front.zones = [
        ("lead", {"title": canary("emptyzone.title"), **nothing}),
        ("section", {"title": canary("emptystrip.title"), "section": section, **few}),
        (
            "photo",
            {"title": canary("zonephoto.title"), "photo": gone_photo, "caption": canary("x")},
        ),
        ("opinion", {"title": "", "fill": True, **few}),
        ("grid", {"title": "", **nothing, "fill": "newest", "section": None}),
    ]
    front.save_revision().publish()
    front.zones = [
        ("photo", {"title": canary("zonedraft.title"), "photo": unused, "caption": canary("y")}),
        ("grid", {"title": canary("zonedraft.grid"), **nothing, "fill": "newest"}),
    ]
    front.save_revision()


@pytest.fixture
def planted(site):
    """A newsroom full of canaries, and live stories that point to all of them."""
    chief = newsroom.chief()
    chief.first_name, chief.last_name = canary("person.first"), canary("person.last")
    chief.email = f"{canary('person.email')}@example.test"
    chief.save()
    made = SimpleNamespace(site=site, chief=chief)

    unused = picture_named("unusedphoto")
    made.unused = unused
    topic = Topic.objects.create(name=canary("draft.topic"))
    byline = Byline.objects.create(name=canary("draft.byline"))
    storyline = Storyline.objects.create(name=canary("draft.storyline"))
    made.draft = newsroom.story(
        site, **words("draft"), lead_photo=unused, topics=[topic], storyline=storyline
    )
    made.draft.story_bylines = [StoryByline(byline=byline)]
    made.draft.save_revision(clean=False)

    made.embargoed = newsroom.story(
        site, **words("embargoed"), embargo=clock.instant() + timedelta(days=2)
    )
    publish(made.embargoed, by=chief)

    made.withdrawn = newsroom.live_story(site, by=chief, **words("withdrawn", short="Свалено"))
    withdraw(made.withdrawn, by=chief, reason="Свалено по молба.")
    made.edited_after = newsroom.live_story(site, by=chief, short_headline="Поправяно")
    withdraw(made.edited_after, by=chief, reason="Свалено по молба.")
    made.edited_after.refresh_from_db()
    rewritten = made.edited_after.get_latest_revision_as_object()
    for name, value in words("rewritten").items():
        setattr(rewritten, name, value)
    rewritten.save()
    rewritten.save_revision(clean=False)

    made.erased = newsroom.live_story(site, by=chief, **words("erased", short="Изтрито"))
    erased_id = made.erased.pk
    erase(made.erased, by=chief, reason=canary("erased.reason"))

    gone_photo = picture_named("withdrawnphoto")
    live = newsroom.live_story(site, "Видимият материал", by=chief, lead_photo=gone_photo)
    withdraw_photo(gone_photo, reason=canary("withdrawnphoto.reason"))

    used = newsroom.photo("Видим надпис", description="Описание", credit="Архив")
    used.title = canary("usedphoto.title")
    used.save()
    used.tags.add(canary("usedphoto.tag"))

    hidden = page_named(
        site.front, Section, "draftsection", live=False, description=canary("draftsection.about")
    )
    standing = page_named(
        site.front, StandingPage, "draftpage", live=False, text=f"<p>{canary('draftpage.text')}</p>"
    )
    # A live section and a live page with other words in their drafts.
    for page, place in ((site.economy, "sectiondraft"), (site.front, "frontdraft")):
        page.title = canary(f"{place}.title")
        page.save_revision()
        page.refresh_from_db()

    old_topic = Topic.objects.create(name=canary("archived.topic"))
    old_topic.archived = True
    old_topic.save()
    links = "".join(
        f'<a linktype="story" id="{story.pk}">дума</a> '
        for story in (made.draft, made.embargoed, made.withdrawn, made.edited_after)
    ) + "".join(f'<a linktype="page" id="{page.pk}">дума</a> ' for page in (hidden, standing))
    pointing = newsroom.live_story(
        site,
        "Материал, който сочи",
        by=chief,
        section=hidden,
        other_sections=[hidden],
        lead_photo=used,
        topics=[old_topic],
        body=[
            ("paragraph", f"<p>Връзки: {links}</p>"),
            ("list", f"<ul><li>{links}</li></ul>"),
            ("factbox", {"title": "Каре", "text": f"<p>{links}</p>"}),
            ("photo", {"photo": used, "caption": ""}),
            ("photo", {"photo": gone_photo, "caption": ""}),
            ("gallery", [{"photo": gone_photo, "caption": ""}, {"photo": used, "caption": ""}]),
            ("related", [made.draft, made.embargoed, made.withdrawn, made.edited_after, live]),
        ],
    )
    page_named(site.front, StandingPage, "x", live=False, text="<p></p>")
    about = StandingPage(title="За нас", slug="za-nas", locale=site.locale, text=f"<p>{links}</p>")
    site.front.add_child(instance=about)

    arrange(site.front, [made.draft, made.embargoed, made.withdrawn, made.edited_after],
            hidden, gone_photo, unused)  # fmt: skip
    Breaking.objects.create(language="bg", story=made.draft, live=True)
    Breaking.objects.create(language="en", text=canary("breaking.text"), story=made.draft)

    # A draft on a live story; its byline belongs to a person with a sign-in.
    Byline.objects.filter(pk=live.story_bylines.first().byline_id).update(
        user=newsroom.person(Role.AUTHOR)
    )
    signer = live.story_bylines.first().byline.user
    signer.first_name, signer.email = canary("signer.name"), f"{canary('signer.email')}@x.test"
    signer.save()
    revised = Story.objects.get(pk=live.pk).get_latest_revision_as_object()
    for name, value in words("livedraft").items():
        setattr(revised, name, value)
    revised.lead_photo, revised.section, revised.topics = unused, hidden, [topic]
    revised.save_revision(clean=False, user=chief)

    on_duty = newsroom.story(site, "Спешно")
    on_duty.save_revision(clean=False)
    publish_at_once(on_duty, by=chief, reason=canary("publish.reason"))

    translation = Story.objects.get(pk=pointing.pk).copy_for_translation(site.english.locale)
    for name, value in words("translation").items():
        setattr(translation, name, value)
    translation.save()
    made.live, made.pointing, made.erased_id = live, pointing, erased_id
    return made


def guesses(made) -> list[str]:
    """Addresses that were never given, as somebody would guess them."""
    ids = [*Story.objects.values_list("pk", flat=True), made.erased_id]
    now = clock.instant()
    found = []
    for pk in ids:
        for prefix in ("", "/en"):
            found += [
                f"{prefix}/arhiv/{pk}/",
                f"{prefix}/arhiv/x-{pk}/",
                f"{prefix}/{now:%Y/%m}/{pk}/",
                f"{prefix}/{now:%Y/%m}/x-{pk}",
                f"{prefix}/arhiv/x-{pk}/amp/",
            ]
        found += [
            f"/cms/snippets/stories/story/{view}/{pk}/" for view in ("edit", "inspect", "history")
        ]
        found += [f"/cms/snippets/stories/story/preview/{pk}/", f"/cms/stories/{pk}/"]
    for page in (*Section.objects.all(), *StandingPage.objects.all()):
        found += [page.path_on_site, page.url_path, f"/cms/pages/{page.pk}/view_draft/"]
    return found


def subject_paths() -> list[str]:
    """The pages of topics, bylines, storylines and agencies, and their months."""
    month = f"{clock.today(pages.zone()):%Y/%m}/"
    homes = [
        row.path(language)
        for model in (Topic, Byline, Storyline, Agency)
        for row in model.objects.all()
        for language in ("bg", "en")
    ]
    return [path for home in homes for path in (home, home + month)]


def addresses(made) -> list[str]:
    """Every public address, and others that must not tell anything either."""
    today = clock.today(pages.zone())
    days = [today + timedelta(days=shift) for shift in (-1, 0, 1, 2, 3)]
    photos = [photo.file.name for photo in Photo.objects.exclude(file="")]
    static = [
        f"/static/{name}"
        for name in ("design/vestnik.css", "design/icon.svg")
        if finders.find(name)
    ]
    return [
        *Address.objects.values_list("path", flat=True),
        "/", "/en/", "/svyat/", "/ikonomika/", "/en/svyat/", "/nyama-takova/", "/en/nothing/",
        *(day_path(language, day) for day in days for language in ("bg", "en")),
        *(f"/media/{made.file.name}" for made in PhotoRendition.objects.all()),
        *(f"/cms/thumbnails/{made.file.name}" for made in PhotoRendition.objects.all()),
        *(f"/media/{name}" for name in photos), *(f"/media/originals/{name}" for name in photos),
        *static, "/static/nothing.css", "/media/nothing.jpg", "/cms/", "/cms/login/",
        "/tema/x/", "/avtor/x/", "/robots.txt", "/sitemap.xml", "/feed/",
        *subject_paths(),
        *(photo_path(language, photo.pk) for photo in Photo.objects.all() for language in ("bg", "en")),
        *(corrections_path(language) for language in ("bg", "en")),
        *(archive_path(language) for language in ("bg", "en")),
        *(archive_path(language, today.replace(day=1), whole_year=whole)
          for whole in (True, False) for language in ("bg", "en")),
        *(f"{section.path_on_site}{today:%Y/%m}/" for section in Section.objects.all()),
        *guesses(made),
    ]  # fmt: skip


def everything_sent(client, path: str) -> tuple[int, str]:
    """Status, and all bytes and headers of an answer as small letters."""
    response = client.get(path)
    body = b"".join(response) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    cookies = response.cookies.output()
    sent = f"{headers}\n{cookies}\n{body.decode('utf-8', 'replace')}".lower()
    # What was asked may come back as the address of the sign-in: that tells nothing.
    return response.status_code, sent.replace(path.strip("/").lower(), "")


def songs(client, paths) -> tuple[dict[str, set[str]], dict[str, int]]:
    """Where which canaries sing, and what every address answered."""
    heard: dict[str, set[str]] = {}
    answered: dict[str, int] = {}
    for path in dict.fromkeys(paths):
        status, sent = everything_sent(client, path)
        answered[path] = status
        for word in SONG.findall(sent):
            heard.setdefault(word, set()).add(path)
    return heard, answered


def test_no_canary_sings(planted, client):
    heard, answered = songs(client, addresses(planted))

    assert heard == {}
    statuses = set(answered.values())
    assert statuses >= {200, 301, 302, 404, 410}
    assert 500 not in statuses
    assert answered[planted.live.address] == answered[planted.pointing.address] == 200
    assert sum(status == 200 for status in answered.values()) > 12


def test_what_was_never_published_is_nowhere(planted, client):
    _heard, answered = songs(client, guesses(planted))

    for story in (planted.draft, planted.embargoed):
        found = [status for path, status in answered.items() if f"-{story.pk}/" in path]
        assert set(found) == {404}


def test_a_signed_in_reader_sees_no_more(planted, client):
    reader = newsroom.person()
    client.force_login(reader)
    heard, _answered = songs(client, addresses(planted))

    assert heard == {}


def test_the_canaries_would_be_heard(planted, client):
    """The ear is not deaf: what is published sings."""
    publish(
        Story.objects.get(pk=planted.draft.pk).get_latest_revision_as_object(), by=planted.chief
    )
    draft = Story.objects.get(pk=planted.draft.pk)
    heard, _answered = songs(client, ["/", draft.address, planted.pointing.address])

    told = {word for word, where in heard.items() if draft.address in where}
    wanted = {
        canary(f"draft.{part}")
        for part in (
            "headline", "kicker", "deck", "leadcaption", "dateline", "paragraph", "subhead", "quote",
            "who", "box", "boxtext", "embed", "topic", "byline",
        )
    }  # fmt: skip
    assert wanted <= told
    assert planted.pointing.address in heard[canary("draft.short")]
    assert "/" in heard[canary("draft.short")]
    assert canary("unusedphoto.credit") in told


@keeps_prints
def test_no_canary_sings_from_an_old_print(planted, client, monkeypatch):
    """A story was public and printed everywhere, is taken off, and nothing can be printed any more."""
    publish(
        Story.objects.get(pk=planted.draft.pk).get_latest_revision_as_object(), by=planted.chief
    )
    draft = Story.objects.get(pk=planted.draft.pk)
    paths = [path for path in addresses(planted) if not path.startswith("/cms/")]
    heard, _answered = songs(client, paths)
    own = {word for word in heard if word.startswith(canary("draft"))}
    # What a topic or byline is called is no matter of the story: its page stays, without the story.
    own -= {canary(f"draft.{kind}") for kind in ("topic", "byline", "storyline")}
    assert len(own) > 10
    withdraw(draft, by=planted.chief, reason="Непроверено.")

    def fail(*_):
        raise RuntimeError("nothing can be printed")

    monkeypatch.setattr("vestnik.press.surfaces.render_page", fail)
    monkeypatch.setattr("vestnik.press.surfaces.render_part", fail)
    client.raise_request_exception = False
    heard, answered = songs(client, paths)

    assert not own & heard.keys()
    assert answered["/"] == 200, "the front is shown without it"
    assert answered[draft.address] == 500
