"""Arranging a front over HTTP: its picture, drafts, publication, schedule, and what happens meanwhile."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from unittest.mock import patch

import pytest
from django.urls import reverse
from wagtail.models import Revision

from tests.factories import newsroom
from tests.unit.desk.screens import text_of
from vestnik.accounts.roles import Role
from vestnik.changes.models import AuditEntry
from vestnik.desk.clock import publish_due
from vestnik.kit import clock
from vestnik.press.answers import answer
from vestnik.stories.actions.withdraw import withdraw
from vestnik.stories.models import Front

pytestmark = pytest.mark.django_db
CHIEF, EDITOR = Role.CHIEF_EDITOR, Role.EDITOR


def zone(kind="grid", stories=(), **given):
    return {
        "kind": kind,
        "stories": [one.pk for one in stories],
        "count": 4,
        "fill": "nothing",
    } | given


def ask(browser, name, front, **sent):
    """What the screen sends; the status and the answer."""
    response = browser.post(
        reverse(f"desk_front_{name}", args=[front.pk]),
        json.dumps(sent),
        "application/json",
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    return response.status_code, json.loads(response.content) if response.content[
        :1
    ] == b"{" else {}


def base(front) -> int:
    return Front.objects.get(pk=front.pk).latest_revision_id or 0


def save(browser, front, zones, **sent):
    return ask(browser, "save", front, **{"zones": zones, "base": base(front)} | sent)


def on_front() -> list[str]:
    """The headlines of the cards that readers see, in order."""
    main = answer("/").body.decode().split("<main")[1].split("</main>")[0]
    return re.findall(r'<h\d><a href="[^"]+">([^<]+)</a>', main)


@pytest.fixture
def stories(site):
    chief = newsroom.chief()
    now = clock.instant()
    return [
        newsroom.live_story(
            site, f"Новина {number}", by=chief, dated=now - timedelta(minutes=number)
        )
        for number in (1, 2, 3)
    ]


def test_a_draft_is_kept_published_and_still_opens_in_the_old_form(people, site, stories):
    one, _two, three = stories
    chief = people(CHIEF)
    assert chief.get(reverse("desk_front", args=[site.front.pk])).status_code == 200

    status, kept = save(chief, site.front, [zone(stories=[three, one], title="Днес")])
    assert status == 200
    assert on_front()[0] == "Новина 1", "A draft is seen by readers."

    status, kept = save(chief, site.front, kept["zones"], do="publish")
    assert (status, on_front()) == (200, ["Новина 3", "Новина 1"])
    form = chief.get(reverse("wagtailadmin_pages:edit", args=[site.front.pk]))
    # The form's fields are drawn by scripts from JSON.
    text = re.sub(
        r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), unescape(form.content.decode())
    )
    assert "Новина 3" in text


def test_the_picture_has_every_zone_what_is_chosen_and_what_came_by_itself(people, site, stories):
    one, _two, three = stories
    zones = [zone(stories=[three], fill="newest", count=2), zone("opinion"), zone("list")]
    status, drawn = ask(people(EDITOR), "draw", site.front, zones=zones)

    assert status == 200
    assert drawn["shown"] == [[three.pk, one.pk], [], []]
    assert drawn["html"].index(f"<!--story:{three.pk}-->") < drawn["html"].index(
        f"<!--story:{one.pk}-->"
    )
    assert [f"<!--zone:{number}-->" in drawn["html"] for number in range(4)] == [True] * 3 + [False]
    assert {told["headline"] for told in drawn["stories"].values()} == {"Новина 3", "Новина 1"}
    # Nothing of it is saved.
    assert Front.objects.get(pk=site.front.pk).latest_revision_id == site.front.latest_revision_id


def test_a_front_that_arranges_itself_is_handed_over_as_zones_that_show_the_same(
    people, site, stories
):
    before = on_front()
    _status, drawn = ask(people(CHIEF), "draw", site.front, zones=[])
    assert drawn["itself"]
    status, _kept = save(people(CHIEF), site.front, drawn["zones"], do="publish")
    assert (status, on_front()) == (200, before)


def test_what_is_withdrawn_meanwhile_is_marked_and_left_out_and_a_draft_waits(
    people, site, stories
):
    one, two, _three = stories
    draft = newsroom.story(site, "Още чака")
    zones = [zone(stories=[one, two, draft])]
    withdraw(one, by=people.user(CHIEF), reason="Грешка.")

    _status, drawn = ask(people(CHIEF), "draw", site.front, zones=zones)
    assert drawn["shown"] == [[two.pk]]
    told = drawn["stories"]
    assert (told[str(one.pk)]["gone"], told[str(draft.pk)]["gone"]) == (True, False)

    status, kept = save(people(CHIEF), site.front, zones, do="publish")
    assert status == 200
    assert kept["zones"][0]["stories"] == [two.pk, draft.pk]
    assert "1" in kept["said"]
    assert on_front() == ["Новина 2"]


def test_a_story_published_meanwhile_changes_the_mark_and_the_rest(people, site, stories):
    chief = people(CHIEF)
    mark = chief.get(reverse("desk_front_pulse", args=[site.front.pk])).json()["mark"]
    assert chief.get(reverse("desk_front_pulse", args=[site.front.pk])).json()["mark"] == mark
    fresh = newsroom.live_story(site, "Току-що")
    assert chief.get(reverse("desk_front_pulse", args=[site.front.pk])).json()["mark"] != mark
    zones = [zone(stories=[stories[2]], fill="newest", count=2)]
    _status, drawn = ask(chief, "draw", site.front, zones=zones)
    assert drawn["shown"] == [[stories[2].pk, fresh.pk]]


def test_two_editors_do_not_save_over_each_other(people, site, stories):
    began = base(site.front)
    status, first = save(people(CHIEF), site.front, [zone(stories=stories[:1])])
    assert status == 200
    status, told = save(people(EDITOR), site.front, [zone(stories=stories[1:])], base=began)
    assert status == 409
    assert told["overtaken"]["base"] == first["base"] == base(site.front)
    assert told["overtaken"]["who"]
    # On top of the other's, knowingly: both are in the history.
    status, second = save(people(EDITOR), site.front, [zone(stories=stories[1:])])
    assert status == 200
    assert {first["base"], second["base"]} <= set(
        Front.objects.get(pk=site.front.pk).revisions.values_list("pk", flat=True)
    )


def test_autosaves_write_over_their_own_version_but_never_over_one_that_counts(
    people, site, stories
):
    chief = people(CHIEF)
    _status, first = save(chief, site.front, [zone(stories=stories[:1])])
    _status, again = save(chief, site.front, [zone(stories=stories[:2])], own=first["base"])
    assert again["base"] == first["base"]
    # A colleague's version, and one that is live, stay.
    _status, other = save(people(EDITOR), site.front, [zone(stories=stories)], own=again["base"])
    assert other["base"] != again["base"]
    _status, live = save(chief, site.front, [zone(stories=stories)], do="publish")
    _status, later = save(chief, site.front, [zone(stories=stories[:1])], own=live["base"])
    assert later["base"] != live["base"]


def test_a_scheduled_front_appears_at_its_moment_once_and_can_be_cancelled(people, site, stories):
    chief, now = people(CHIEF), clock.instant()
    at = (now + timedelta(hours=2)).isoformat()
    save(chief, site.front, [zone(stories=stories[:1])], do="publish")
    status, kept = save(chief, site.front, [zone(stories=stories[1:])], do="schedule", at=at)
    assert status == 200
    assert kept["scheduled"]
    assert on_front() == ["Новина 1"]
    # What is arranged and published meanwhile neither moves nor loses what waits.
    status, _draft = save(chief, site.front, [zone(stories=stories[:1])], own=kept["base"])
    assert status == 200
    _status, now_live = save(chief, site.front, [zone(stories=stories[:1])], do="publish")
    assert now_live["scheduled"] == kept["scheduled"]
    assert on_front() == ["Новина 1"]
    later = now + timedelta(hours=2, seconds=1)
    # Wagtail asks Django's clock whether the moment has come.
    with clock.fixed(later), patch("django.utils.timezone.now", return_value=later):
        assert publish_due() == 1
        assert on_front() == ["Новина 2", "Новина 3"]
        assert publish_due() == 0
    # The screen says that readers see another version than the one on its table.
    told = chief.get(reverse("desk_front_pulse", args=[site.front.pk])).json()
    assert (told["live"], told["base"]) == (kept["base"], now_live["base"])

    status, kept = save(chief, site.front, [zone(stories=stories[:1])], do="schedule", at=at)
    assert status == 200
    assert ask(chief, "unschedule", site.front)[0] == 200
    assert ask(chief, "unschedule", site.front)[0] == 400
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    past = (now - timedelta(minutes=1)).isoformat()
    for wrong in (past, "", "2026-99-99"):
        assert save(chief, site.front, [zone()], do="schedule", at=wrong)[0] == 400


def test_every_version_can_be_put_back_and_says_what_became_of_it(people, site, stories):
    chief = people(CHIEF)
    _status, first = save(chief, site.front, [zone(stories=stories[:1])], do="publish")
    _status, second = save(people(EDITOR), site.front, [zone(stories=stories[1:])])
    listed = chief.get(reverse("desk_front_history", args=[site.front.pk])).json()["versions"]
    assert [(one["id"], one["state"]) for one in listed[:2]] == [
        (second["base"], "черновата"),
        (first["base"], "това виждат читателите"),
    ]
    address = reverse("desk_front_version", args=[site.front.pk, first["base"]])
    zones = chief.get(address).json()["zones"]
    assert [one["stories"] for one in zones] == [[stories[0].pk]]
    compared = chief.get(
        reverse(
            "wagtailadmin_pages:revisions_compare",
            args=[site.front.pk, first["base"], second["base"]],
        )
    )
    assert compared.status_code == 200
    assert all(story.headline in unescape(compared.content.decode()) for story in stories)
    _status, restored = save(chief, site.front, zones)
    assert restored["base"] > second["base"]
    # A version of another page is not a version of this one.
    wrong = reverse("desk_front_version", args=[site.english.pk, first["base"]])
    assert chief.get(wrong).status_code == 404


def test_an_editor_arranges_a_chief_publishes_and_others_have_no_part_in_it(people, site, stories):
    zones, front = [zone(stories=stories[:1])], site.front
    assert save(people(EDITOR), front, zones)[0] == 200
    for wish in ({"do": "publish"}, {"do": "schedule", "at": "2099-01-01T10:00"}):
        assert save(people(EDITOR), front, zones, **wish)[0] == 403
    assert ask(people(EDITOR), "unschedule", front)[0] == 403
    names = ("", "_frame", "_shelf", "_pulse", "_history")
    for role in (Role.CONTRIBUTOR, Role.AUTHOR, Role.PHOTO_EDITOR):
        browser = people(role)
        for name in names:
            refused = browser.get(reverse(f"desk_front{name}", args=[front.pk]))
            assert refused.status_code in (302, 403), (role, name)
        for name in ("draw", "save", "unschedule"):
            assert ask(browser, name, front, zones=zones, base=base(front))[0] in (302, 403)
        version = reverse("desk_front_version", args=[front.pk, base(front)])
        assert browser.get(version).status_code in (302, 403)
        assert browser.get(reverse("desk_fronts")).status_code in (302, 403)
    assert Front.objects.get(pk=front.pk).live_revision_id == front.live_revision_id


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [{"kind": "script"}],
        [zone()] * 21,
        [zone(count=13)],
        [zone("lead", count=5)],
        [zone(count=True)],
        [{**zone(), "stories": ["1"]}],
        [{**zone(), "stories": [1, 2, 3, 4, 5]}],
        [zone(fill="section")],
        [zone(fill="kinds", kinds=["poem"])],
        [zone("section", section=2**40)],
    ],
)
def test_what_is_no_arrangement_is_refused_with_a_sentence(people, site, wrong):
    status, told = save(people(CHIEF), site.front, wrong)
    assert status == 400
    assert told["error"]
    assert base(site.front) == (site.front.latest_revision_id or 0)


def test_nobody_saves_in_his_own_name_what_another_arranged(people, site, stories):
    chief, front = people(Role.CHIEF_EDITOR), site.front
    other = people.user(Role.EDITOR)
    assert save(chief, front, [zone(stories=stories[:1])], user=other.pk)[0] == 403
    assert base(front) == 0
    own = people.user(Role.CHIEF_EDITOR)
    assert save(chief, front, [zone(stories=stories[:1])], user=own.pk)[0] == 200


def test_the_shelf_has_the_newest_the_waiting_and_what_is_looked_for(people, site, stories):
    url = reverse("desk_front_shelf", args=[site.front.pk])
    newest = people(CHIEF).get(url).json()["stories"]
    assert [one["headline"] for one in newest] == ["Новина 1", "Новина 2", "Новина 3"]
    assert all(one["live"] for one in newest)
    assert people(CHIEF).get(url, {"q": "няматакава"}).json()["stories"] == []


def test_a_front_that_a_colleague_has_locked_is_not_saved(people, site, stories):
    front = Front.objects.get(pk=site.front.pk)
    front.locked, front.locked_by = True, people.user(CHIEF)
    front.save()
    status, told = save(people(EDITOR), site.front, [zone(stories=stories)])
    assert (status, told["error"]) == (400, "Първата страница е заключена от колега.")
    assert save(people(CHIEF), site.front, [zone(stories=stories)])[0] == 200


def test_nothing_that_is_sent_is_a_server_error(people, site, stories):
    status, kept = save(
        people(CHIEF), site.front, [zone(title="Град\x00 \ud800и", stories=stories)]
    )
    assert status == 200
    assert kept["zones"][0]["title"] == "Град и"
    url = reverse("desk_front_save", args=[site.front.pk])
    deep = people(CHIEF).post(url, "[" * 90_000, "application/json")
    assert deep.status_code == 400


def test_a_cancelled_schedule_is_in_the_log_in_words(people, site, stories):
    at = clock.instant() + timedelta(hours=2)
    save(people(CHIEF), site.front, [zone(stories=stories)], do="schedule", at=at.isoformat())
    ask(people(CHIEF), "unschedule", site.front)

    entry = AuditEntry.objects.latest("pk")
    assert (entry.act, entry.subject) == ("page.unschedule", site.front.log_subject())
    assert entry.details == {"at": at.isoformat()}
    assert AuditEntry.objects.filter(act="page.unschedule").count() == 1
    assert "Отмяна на насрочването на страница" in text_of(
        people(CHIEF).get(reverse("desk_act_log"))
    )
