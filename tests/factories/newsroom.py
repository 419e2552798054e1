"""A small newsroom: site, sections, people, stories, photos."""

from __future__ import annotations

import io
from itertools import count
from types import SimpleNamespace

from django.core.files.base import ContentFile
from PIL import Image

from vestnik.accounts.models import User
from vestnik.accounts.roles import Role
from vestnik.changes.actor import Actor, acting
from vestnik.config import first_data
from vestnik.photos.models import Photo
from vestnik.stories import languages
from vestnik.stories.models import Agency, Byline, Front, Section, Story, StoryByline, StorySource

_number = count(1)
PASSWORD = "вестник-за-проба-1"


def lay() -> SimpleNamespace:
    """The first data and two sections."""
    languages.forget()
    with acting(Actor(None, "setup")):
        first_data.lay()
        front = Front.objects.get(slug="front-bg")
        for title, slug in (("Свят", "svyat"), ("Икономика", "ikonomika")):
            front.add_child(instance=Section(title=title, slug=slug, locale=front.locale))
    laid = found()
    assert laid is not None
    return laid


def found() -> SimpleNamespace | None:
    """What was laid before; None where a test has emptied the database since."""
    front = Front.objects.filter(slug="front-bg").first()
    if front is None:
        return None
    # A database that was emptied and filled again has other ids.
    languages.forget()
    return SimpleNamespace(
        front=front,
        english=Front.objects.get(slug="front-en"),
        world=Section.objects.get(slug="svyat"),
        economy=Section.objects.get(slug="ikonomika"),
        locale=front.locale,
    )


def person(*roles: Role, superuser: bool = False) -> User:
    """Someone with a sign-in and roles."""
    from django.contrib.auth.models import Group

    make = User.objects.create_superuser if superuser else User.objects.create_user
    user = make(f"person{next(_number)}@example.test", PASSWORD, first_name="Проба")
    user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    return user


def chief() -> User:
    return person(Role.CHIEF_EDITOR)


def story(site: SimpleNamespace, headline: str = "", **fields) -> Story:
    """A saved draft in the section "World", with a byline, a source and one paragraph."""
    number = next(_number)
    agency = Agency.objects.filter(code="bgnes").first() or Agency.objects.create(
        name="БГНЕС", code="bgnes"
    )
    fields.setdefault("section", site.world)
    fields.setdefault("locale", site.locale)
    fields.setdefault("body", [("paragraph", f"<p>Първи ред на материал {number}.</p>")])
    draft = Story(headline=headline or f"Заглавие номер {number}", **fields)
    draft.story_bylines = [StoryByline(byline=Byline.objects.create(name=f"Автор {number}"))]
    draft.story_sources = [StorySource(agency=agency, role="carried")]
    draft.save()
    return draft


def live_story(site: SimpleNamespace, headline: str = "", *, by: User | None = None, **fields):
    """A published story."""
    from vestnik.stories.actions.publish import publish

    draft = story(site, headline, **fields)
    publish(draft, by=by or chief())
    return draft


def photo(
    caption: str = "Надпис", *, picture: bool = True, size: tuple[int, int] = (1400, 900), **fields
) -> Photo:
    """A photo of the library, with a small drawn picture unless it is to be missing."""
    made = Photo(title=caption, caption=caption, **fields)
    if picture:
        drawn = io.BytesIO()
        shade = next(_number) % 255
        Image.new("RGB", size, (shade, 90, 120)).save(drawn, "JPEG")
        made.file.save("drawn.jpg", ContentFile(drawn.getvalue()), save=False)
        made._set_image_file_metadata()
    made.save()
    if picture:
        made.file.close()
    return made
