"""The newsroom speaks Bulgarian: no screen of it asks for a text that has no Bulgarian."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import wagtail.admin
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import trans_real
from wagtail.models import Task, Workflow

from tests.factories import newsroom
from tests.roads.newsdesk import local, story_form
from tests.unit.desk.test_editor import address, draft, stored
from vestnik.accounts.roles import Role
from vestnik.desk.acts import ACTS
from vestnik.kit import clock
from vestnik.press import figures
from vestnik.stories.actions import publish
from vestnik.stories.models import Byline, Story, Storyline, Topic

pytestmark = pytest.mark.django_db

#: English on a screen that is not a text: names, formats, addresses, keys, what the tests themselves wrote.
NAMES = re.compile(
    r"""(?x) Wagtail | JavaScript | HTML | URL | CSV | XLSX | API | English | UTC | Root | Front\ page
    | hunspell-(?:bg|en-gb) | „dictionaries“ | AVIF | GIF | JPE?G | PNG | WEBP | Moderators\ approval
    | \S*[./@:_]\S* | \b[a-z]+(?:-[a-z]+)*-\d+ | yazoviri | vodna-kriza | bgnes | [A-Z2-7]{32}
    """
)
#: What Wagtail's templates say in English to who cannot see the screen: the button of a search by key,
#: and in a role's table of rights the names of the rights, as the database has them.
UNREACHED = re.compile(r"Search|(?:.* \| )?(?:Can (?:add|change|delete|view) [\w ]+)")
#: Of Wagtail's permissions only these have words of their own, in the database.
RIGHTS = re.compile(r".* \| [A-Z][^|]+")
SPOKEN = ("title", "aria-label", "aria-description", "placeholder", "alt")

#: Texts that are never shown: names, formats and what Wagtail translates only to compare it.
NOT_WORDS = frozenset({"", "Wagtail", "HTML", "URL", "ID", "API"})


class Asked:
    """Which texts were asked for that have no Bulgarian, by the screen that asked first."""

    def __init__(self) -> None:
        self.missing: dict[tuple[str, str, str], str] = {}
        self.screen = ""
        self._bulgarian = trans_real.translation("bg")._catalog

    def note(self, text: str, plural: str = "", context: str = "") -> None:
        key = f"{context}\x04{text}" if context else text
        known = any(key in part or (key, 0) in part for part in self._bulgarian._catalogs)
        # Rights are named in the language of who filled the database, and asked for by that name.
        if not known and text not in NOT_WORDS and not re.search("[а-я]", text):
            self.missing.setdefault((context, text, plural), self.screen)


@pytest.fixture
def asked(monkeypatch):
    """Listens to every question for a translation."""
    ears = Asked()
    source = trans_real.DjangoTranslation
    one, many, in_context = source.gettext, source.ngettext, source.npgettext

    def gettext(self, text):
        context, _, words = text.rpartition("\x04")
        ears.note(words, context=context)
        return one(self, text)

    def ngettext(self, text, plural, number):
        context, _, words = text.rpartition("\x04")
        ears.note(words, plural, context)
        return many(self, text, plural, number)

    def npgettext(self, context, text, plural, number):
        ears.note(text, plural, context)
        return in_context(self, context, text, plural, number)

    monkeypatch.setattr(source, "gettext", gettext)
    monkeypatch.setattr(source, "ngettext", ngettext)
    monkeypatch.setattr(source, "npgettext", npgettext)
    return ears


@pytest.fixture
def lived_in(site, monkeypatch, tmp_path) -> SimpleNamespace:
    """A newsroom in which there is something of everything."""
    # What other tests of this process failed to print is named by its fault, in English.
    monkeypatch.setattr(figures, "_folder", tmp_path)
    monkeypatch.setattr(figures, "_waiting", figures._Waiting())
    live = newsroom.live_story(site)
    live.headline = "Друго заглавие"
    live.save_revision(clean=False)
    waiting, due, locked = (draft(site) for _ in range(3))
    Story.get_default_workflow().start(waiting, newsroom.person(Role.AUTHOR))
    publish.schedule(due, at=clock.instant() + timedelta(hours=2), by=newsroom.chief())
    locked.locked, locked.locked_by, locked.locked_at = True, newsroom.chief(), clock.instant()
    locked.save(update_fields=["locked", "locked_by", "locked_at"])
    subjects = {
        "topic": Topic.objects.create(name="Язовири"),
        "storyline": Storyline.objects.create(name="Водна криза"),
        "byline": Byline.objects.all()[0],
        "agency": live.story_sources.all()[0].agency,
    }
    return SimpleNamespace(
        site=site,
        stories=[stored(story) for story in (live, waiting, due, locked)],
        photo=newsroom.photo(),
        subjects=subjects,
        user=newsroom.person(Role.AUTHOR),
    )


def english_of(answer: HttpResponse) -> set[str]:
    """What the screen shows or says in Latin letters that is no name."""
    said = answer.content.decode()
    if answer["Content-Type"].startswith("application/json"):
        said = answer.json().get("html") or ""
    page = BeautifulSoup(said, "html.parser")
    for unseen in page.select(
        # In <code> stand commands, which are English everywhere.
        "script, style, code, [data-side-panel-toggle-counter][hidden], [name$=current_time_zone] option"
    ):
        unseen.decompose()
    texts = set(page.stripped_strings)
    for tag in page.find_all(True):
        texts |= {tag[name] for name in SPOKEN if tag.get(name)}
        if tag.name == "input" and tag.get("type") in ("submit", "button"):
            texts.add(tag.get("value", ""))
    return {
        " ".join(text.split())
        for text in texts
        if re.search("[A-Za-z]{2}", NAMES.sub("", text))
        and not UNREACHED.fullmatch(text)
        and not RIGHTS.fullmatch(text)
    }


def screens(there: SimpleNamespace) -> list[str]:
    """The addresses of the newsroom's screens."""
    live, waiting, due, _locked = there.stories
    old, new = live.revisions.order_by("pk")[0], live.latest_revision
    front, section, photo = there.site.front.pk, there.site.world.pk, there.photo.pk
    state = waiting.current_workflow_task_state.pk
    found = [
        "/cms/", "/cms/account/", "/cms/login/", "/cms/password_reset/",
        "/cms/second-factor/", "/cms/account/sessions/", f"/cms/people/{there.user.pk}/sign-in/",
        "/cms/invitation/x/", "/cms/account/confirm/", "/cms/account/factor/", "/cms/account/factor/app/",
        "/cms/account/factor/passkeys/add/", "/cms/account/factor/codes/new/",
        "/cms/pages/", f"/cms/pages/{front}/", f"/cms/pages/{front}/edit/",
        f"/cms/pages/{front}/add_subpage/", f"/cms/pages/add/stories/section/{front}/",
        f"/cms/pages/add/stories/standingpage/{front}/", f"/cms/pages/{section}/edit/",
        f"/cms/pages/{section}/history/", f"/cms/pages/{section}/unpublish/",
        f"/cms/pages/{section}/delete/", f"/cms/pages/{section}/move/",
        f"/cms/pages/{section}/usage/", "/cms/pages/search/", "/cms/pages/search/?q=ням",
        "/cms/images/", "/cms/images/?q=ням", "/cms/images/add/", "/cms/images/multiple/add/",
        f"/cms/images/{photo}/", f"/cms/images/{photo}/delete/", f"/cms/images/usage/{photo}/",
        "/cms/images/chooser/", "/cms/choose-page/", "/cms/choose-page/?page_type=stories.section",
        "/cms/choose-external-link/",
        "/cms/choose-email-link/", "/cms/choose-anchor-link/", "/cms/users/", "/cms/users/new/",
        f"/cms/users/edit/{there.user.pk}/", f"/cms/users/delete/{there.user.pk}/",
        "/cms/groups/", *(f"/cms/groups/edit/{one.pk}/" for one in Group.objects.all()),
        "/cms/collections/", "/cms/collections/add/", "/cms/workflows/list/",
        *(f"/cms/workflows/edit/{one.pk}/" for one in Workflow.objects.all()), "/cms/workflows/tasks/index/",
        *(f"/cms/workflows/tasks/edit/{one.pk}/" for one in Task.objects.all()),
        "/cms/groups/new/", "/cms/groups/?q=ням", "/cms/users/?q=ням", "/cms/workflows/add/",
        "/cms/workflows/tasks/select_type/", "/cms/workflows/tasks/add/wagtailcore/groupapprovaltask/",
        "/cms/snippets/", f"/cms/pages/{section}/copy/", f"/cms/pages/{section}/privacy/",
        f"/cms/pages/{section}/workflow_history/", "/cms/choose-phone-link/",
        f"/cms/bulk/accounts/user/delete/?id={there.user.pk}",
        f"/cms/bulk/accounts/user/assign_role/?id={there.user.pk}",
        f"/cms/bulk/accounts/user/set_active_state/?id={there.user.pk}",
        f"/cms/bulk/wagtailcore/page/delete/?id={section}",
        "/cms/reports/aging-pages/", "/cms/reports/page-types-usage/",
        "/cms/settings/stories/edition/", "/cms/reports/locked/", "/cms/desk/receipts/",
        "/cms/desk/press/",
        f"/cms/bulk/stories/story/delete/?id={live.pk}",
        f"/cms/bulk/photos/photo/add_tags/?id={photo}",
        f"/cms/bulk/photos/photo/add_to_collection/?id={photo}",
        f"/cms/bulk/photos/photo/delete/?id={photo}",
        f"/cms/bulk/wagtailcore/page/publish/?id={section}",
        f"/cms/bulk/wagtailcore/page/unpublish/?id={section}",
        f"/cms/bulk/wagtailcore/page/move/?id={section}",
        address("list"), address("list") + "?live=true", address("add"),
        address("revisions_compare", live.pk, old.pk, new.pk),
        address("revisions_revert", live.pk, old.pk),
        address("revisions_unschedule", due.pk, due.latest_revision_id),
        address("confirm_workflow_cancellation", waiting.pk),
        address("collect_workflow_action_data", waiting.pk, "approve", state),
        address("collect_workflow_action_data", waiting.pk, "reject", state),
        reverse("wagtailsnippets_stories_address:list"),
        reverse("wagtailsnippets_stories_address:add"),
        reverse("wagtailsnippetchoosers_stories_story:choose"),
    ]  # fmt: skip
    for story in there.stories:
        for name in ("edit", "history", "usage", "inspect", "workflow_history"):
            found.append(address(name, story.pk))
        found += [reverse("desk_act", args=[story.pk, act]) for act in ACTS]
    for name, subject in there.subjects.items():
        viewset = f"wagtailsnippets_stories_{name}"
        found += [reverse(f"{viewset}:list"), reverse(f"{viewset}:list") + "?q=ням"]
        found += [
            reverse(f"{viewset}:add"),
            reverse(f"wagtailsnippetchoosers_stories_{name}:choose"),
        ]
        for screen in ("edit", "history", "usage"):
            found.append(reverse(f"{viewset}:{screen}", args=[subject.pk]))
    return found


def test_the_newsrooms_scripts_speak_bulgarian_too(people):
    """Every text of Wagtail's scripts, as its own catalogue lists them."""
    catalogue = Path(wagtail.admin.__file__).parent / "locale/en/LC_MESSAGES/djangojs.po"
    listed = re.findall(r'^msgid "(.+)"$', catalogue.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(listed) > 50

    script = people(Role.AUTHOR).get("/cms/jsi18n/").content.decode()
    served = json.loads(re.search(r"newcatalog = (\{.*?\});?\n", script, re.DOTALL)[1])

    assert [text for text in listed if text not in served] == []


@pytest.mark.parametrize("role", [None, Role.CHIEF_EDITOR, Role.AUTHOR], ids=str)
def test_every_screen_asks_for_bulgarian_only_and_shows_nothing_else(role, lived_in, people, asked):
    browser = people(role)
    english: dict[str, str] = {}

    for screen in screens(lived_in):
        asked.screen = screen
        answer = browser.get(screen)
        assert answer.status_code in (200, 302, 404, 410), screen
        if role is None:
            assert answer.status_code != 404, f"{screen} is not there."
            if answer.status_code == 200:
                english = dict.fromkeys(english_of(answer), screen) | english

    assert not asked.missing
    assert not english


def test_what_is_said_after_a_deed_is_bulgarian(lived_in, people, asked):
    chief, site = people(Role.CHIEF_EDITOR), lived_in.site
    live, waiting, _due, locked = lived_in.stories
    tomorrow = local(clock.instant() + timedelta(days=1))
    edit, topic = address("edit", live.pk), reverse("wagtailsnippets_stories_topic:add")
    task = waiting.current_workflow_task_state.pk

    for where, form in (
        (address("add"), story_form(site)),
        (address("add"), story_form(site, "submit")),
        (address("add"), story_form(site, "publish")),
        (address("add"), story_form(site, "publish", headline="")),
        (edit, story_form(site, "", live)),
        (edit, story_form(site, "publish", live, headline="", section="")),
        (
            edit,
            story_form(site, "publish", live, go_live_at=tomorrow, expire_at="2027-01-01 10:00"),
        ),
        (edit, story_form(site, "publish", live, expire_at="2020-01-01 10:00")),
        (edit, story_form(site, "publish", live, go_live_at=tomorrow)),
        (edit, story_form(site, "publish", live)),
        (address("lock", live.pk), {}),
        (address("unlock", locked.pk), {}),
        (address("workflow_action", waiting.pk, "reject", task), {"comment": "Не."}),
        (topic, {"name": ""}),
        (topic, {"name": "Нова тема"}),
        (f"/cms/pages/{site.world.pk}/edit/", {"title": ""}),
        ("/cms/images/add/", {}),
        (address("delete", live.pk), {}),
        (reverse("wagtailsnippets_stories_topic:list"), {}),
    ):
        asked.screen = where
        answer = chief.post(where, form)
        if answer.status_code == 302:
            chief.get(answer.url)
    people(None).post("/cms/users/new/", {})
    people(None).post("/cms/account/", {})

    assert not asked.missing
