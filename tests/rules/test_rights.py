"""Rules 15 to 18: whose story it is, who publishes, what the server answers whatever a menu shows."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow

from tests.factories import newsroom
from tests.roads import ledger
from tests.roads.newsdesk import REASON, Desk, in_an_hour, story_form
from vestnik.accounts.roles import Role
from vestnik.config.roles import apply_roles, apply_workflow
from vestnik.desk.acts import ACTS
from vestnik.desk.views.stories import OwnStory
from vestnik.stories.actions import publish
from vestnik.stories.errors import ReasonMissing
from vestnik.stories.models import Story

pytestmark = pytest.mark.django_db

CHIEF, EDITOR, CONTRIBUTOR = Role.CHIEF_EDITOR, Role.EDITOR, Role.CONTRIBUTOR
CANARY = "Канарче"
ROUTES = {route.name: route for route in Story.snippet_viewset.get_urlpatterns()}
OF_ONE_STORY = sorted(name for name, route in ROUTES.items() if "pk" in str(route.pattern))
each_role = pytest.mark.parametrize("role", [*Role, None], ids=lambda role: role or "superuser")


def stored(story: Story) -> Story:
    return Story.objects.get(pk=story.pk)


def everything_of(story: Story) -> dict[str, Any]:
    """The row as the database has it, and all that hangs on it."""
    row = Story.objects.filter(pk=story.pk).values().first()
    revisions = list(story.revisions.values("pk", "content", "approved_go_live_at"))
    states = list(story.workflow_states.values("pk", "status", "current_task_state__status"))
    return {"row": row, "revisions": revisions, "states": states}


# Rule 15


@pytest.fixture
def others(desk) -> SimpleNamespace:
    """Somebody else's story, live, with a draft, a schedule and a step that it waits for."""
    story = newsroom.live_story(desk.site, CANARY)
    story = desk.edit(EDITOR, story, "submit", deck=CANARY)
    state = story.current_workflow_state
    first, last = story.revisions.order_by("pk").first(), story.latest_revision
    last.approved_go_live_at = in_an_hour()
    last.save()
    given = {
        "pk": story.pk,
        "revision_id": last.pk,
        "revision_id_a": first.pk,
        "revision_id_b": last.pk,
        "action_name": "approve",
        "task_state_id": state.current_task_state_id,
        "task_id": state.current_task_state.task_id,
        "workflow_state_id": state.pk,
    }
    return SimpleNamespace(story=story, given=given)


def address(name: str, given: dict[str, Any]) -> str:
    """The address of one route of the stories' viewset, with what it asks for."""
    names = re.findall(r"(?:<(?:\w+:)?(\w+)>)", str(ROUTES[name].pattern))
    return reverse(
        f"wagtailsnippets_stories_story:{name}", kwargs={name: given[name] for name in names}
    )


def is_a_no(answer: Any) -> bool:
    """Refused, led back to the newsroom's first page with a sentence, or to its door."""
    doors = {reverse("wagtailadmin_home"), reverse("wagtailadmin_login")}
    return answer.status_code in (403, 404, 405) or (
        answer.status_code == 302 and answer.url.partition("?")[0] in doors
    )


def test_rule_15_there_is_something_to_walk():
    assert len(OF_ONE_STORY) >= 20
    assert {"edit", "history", "inspect", "revisions_revert", "workflow_preview"} <= {*OF_ONE_STORY}


@pytest.mark.parametrize("name", OF_ONE_STORY)
def test_rule_15_every_view_of_a_story_asks_whose_it_is(name):
    """The stock views ask the model's rights alone: twelve of nineteen stay open."""
    assert issubclass(ROUTES[name].callback.view_class, OwnStory)


@pytest.mark.parametrize("way", ["get", "post"])
@pytest.mark.parametrize("name", OF_ONE_STORY)
def test_rule_15_a_contributor_who_owns_nothing_is_told_no(name, way, desk, others):
    """Whoever may write his own would read everybody's drafts, and write in them."""
    before = everything_of(others.story)
    form = story_form(desk.site, "", others.story, headline="Чуждо") if way == "post" else {}
    form["comment"] = "Да."

    answer = getattr(desk.browser(CONTRIBUTOR), way)(address(name, others.given), form)

    assert is_a_no(answer), f"{answer.status_code} {getattr(answer, 'url', '')}"
    assert CANARY not in answer.content.decode()
    assert everything_of(others.story) == before


#: Closed to everybody, or answered at a POST alone: `tests/roads` walks them.
NOT_FOR_LOOKING = {"delete", "unpublish", "lock", "unlock"}


@pytest.mark.parametrize("name", sorted({*OF_ONE_STORY} - NOT_FOR_LOOKING))
def test_rule_15_the_same_address_answers_whoever_may(name, desk, others):
    """A walk along addresses that answer nobody would prove nothing."""
    browser = desk.browser(CHIEF)
    if name == "preview_on_edit":
        browser.post(address(name, others.given), story_form(desk.site, "", others.story))

    answer = browser.get(address(name, others.given))

    assert answer.status_code == 200, f"{answer.status_code} {getattr(answer, 'url', '')}"


@pytest.mark.parametrize("name", sorted(ROUTES.keys() - {*OF_ONE_STORY}))
def test_rule_15_no_list_shows_a_contributor_what_is_not_his(name, desk, others):
    where = address(name, {})

    answer = desk.browser(CONTRIBUTOR).get(where)

    assert answer.status_code in (200, 404)
    assert CANARY not in answer.content.decode()
    if name == "list":
        assert CANARY in desk.browser(EDITOR).get(where).content.decode()


@pytest.mark.parametrize("name", ["choose", "choose_results", "chosen", "chosen_multiple"])
def test_rule_15_no_chooser_names_a_draft_of_others(name, desk):
    """The dialog for related stories would read him every headline of tomorrow."""
    draft, live = newsroom.story(desk.site, CANARY), newsroom.live_story(desk.site, "За всички")
    where = reverse(
        f"wagtailsnippetchoosers_stories_story:{name}",
        args=[draft.pk] if name == "chosen" else [],
    )
    asked = {"id": [draft.pk, live.pk]} if name == "chosen_multiple" else {}

    told = {role: desk.browser(role).get(where, asked) for role in (CONTRIBUTOR, EDITOR)}

    # The dialog is told in JSON, its list alone in HTML, what is not there in neither.
    words = {
        role: str(answer.json()) if "json" in answer["Content-Type"] else answer.content.decode()
        for role, answer in told.items()
    }
    assert CANARY not in words[CONTRIBUTOR]
    assert CANARY in words[EDITOR]
    if name == "chosen":
        assert told[CONTRIBUTOR].status_code == 404
    else:
        assert "За всички" in words[CONTRIBUTOR]


@pytest.mark.parametrize("act", ACTS)
def test_rule_15_no_act_is_done_by_a_contributor(act, desk, others):
    """Our own screens beside the viewset."""
    before = everything_of(others.story)

    answer = desk.browser(CONTRIBUTOR).post(
        reverse("desk_act", args=[others.story.pk, act]), {"words": REASON}
    )

    assert is_a_no(answer)
    assert everything_of(others.story) == before


# Rule 16


def holders(codename: str) -> set[str]:
    right = Permission.objects.get(content_type__app_label="stories", codename=codename)
    return set(Group.objects.filter(permissions=right).values_list("name", flat=True))


def steps() -> list[set[str]]:
    """The groups of each step to publication, in order, as set-up makes them."""
    Workflow.objects.all().delete()
    GroupApprovalTask.objects.all().delete()
    apply_roles()
    apply_workflow()
    tasks = Story.get_default_workflow().tasks
    return [{group.name for group in task.specific.groups.all()} for task in tasks]


def test_rule_16_chief_editors_alone_hold_the_right_to_publish(site):
    """Whoever holds it publishes any story that is in no workflow."""
    apply_roles()

    assert holders("publish_story") == {CHIEF.value}


def test_rule_16_chief_editors_are_in_every_step(site):
    """While a step runs whoever is not in its groups can neither publish, edit nor cancel."""
    assert all(CHIEF.value in groups for groups in steps())
    assert len(steps()) == 2


def test_rule_16_the_last_step_is_taken_by_holders_of_the_right_alone(site):
    """The approval of anybody else is refused at the last moment, and rolled back."""
    assert steps()[-1] <= holders("publish_story")


@each_role
def test_rule_16_whoever_posts_a_publication_the_right_decides(role, site):
    desk = Desk(site)
    user = desk.user(role)
    story = newsroom.story(site, owner=user)
    story.save_revision(clean=False)

    desk.browser(role).post(desk.story("edit", story), story_form(site, "publish", story))

    assert stored(story).live is (role in (CHIEF, None))


def test_rule_16_a_chief_editor_publishes_what_waits_for_the_first_step(desk):
    story = desk.write(CONTRIBUTOR, "submit")

    desk.edit(CHIEF, story, "publish")

    assert (stored(story).live, stored(story).workflow_in_progress) == (True, False)


def test_rule_16_the_editor_on_duty_publishes_by_an_act_with_a_reason(desk):
    """By the right itself he would publish with no reason, and nobody would read it after him."""
    role = Role.EDITOR_ON_DUTY
    story = desk.write(CONTRIBUTOR)
    act = reverse("desk_act", args=[story.pk, "publish-at-once"])

    desk.browser(role).post(act, {"words": "  "})
    assert not stored(story).live
    with pytest.raises(ReasonMissing):
        publish.publish_at_once(story, by=desk.user(role), reason="  ")

    desk.post(role, act, {"words": REASON})
    assert stored(story).live


# Rule 17


def offered(desk: Desk, role: Role | None, story: Story) -> list[str]:
    """The actions that the editor's menu offers, and where they lead."""
    page = desk.browser(role).get(desk.story("edit", story)).content.decode()
    return re.findall(r'name="(action-[\w-]+)"', page) + re.findall(r'href="(/cms/[^"]+)"', page)


def test_rule_17_the_menu_offers_nobody_to_delete_a_story(desk):
    """It asks has_perm, which is always true of a superuser, and not the policy."""
    story = newsroom.story(desk.site)

    for role in (None, CHIEF):
        assert desk.story("delete", story) not in offered(desk, role, story)


@pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR, Role.EDITOR_ON_DUTY])
def test_rule_17_the_menu_offers_publishing_to_whoever_may(role, desk):
    story = newsroom.story(desk.site, owner=desk.user(role))

    assert "action-publish" not in offered(desk, role, story)
    assert "action-publish" in offered(desk, CHIEF, story)


@pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR, Role.EDITOR_ON_DUTY])
def test_rule_17_the_server_answers_whatever_the_menu_shows(role, desk, monkeypatch):
    """A forged form is a draft, whatever was shown."""
    story = newsroom.story(desk.site, owner=desk.user(role))
    form = story_form(desk.site, "publish", story, headline="Подправено")

    desk.browser(role).post(desk.story("edit", story), form)
    desk.browser(role).post(desk.story("delete", story))
    desk.browser(role).post(desk.story("unpublish", story))

    assert not stored(story).live
    assert stored(story).version == 0


# Rule 18


def bulk_delete(*stories: Story) -> str:
    chosen = "&".join(f"id={story.pk}" for story in stories)
    action = reverse("wagtail_bulk_action", args=["stories", "story", "delete"])
    return f"{action}?{chosen}&next={reverse('wagtailadmin_home')}"


@each_role
def test_rule_18_nobody_deletes_a_story(role, desk):
    """Bulk deletion writes no log and passes by Story.delete(); a draft would be gone without trace."""
    live, draft = newsroom.live_story(desk.site), newsroom.story(desk.site)
    mine = newsroom.story(desk.site, owner=desk.user(role))
    before = ledger.picture()

    for story in (live, draft, mine):
        for where in (desk.story("delete", story), bulk_delete(story)):
            assert is_a_no(desk.browser(role).post(where)), where
    desk.browser(role).post(bulk_delete(live, draft, mine))

    assert Story.objects.filter(pk__in=[live.pk, draft.pk, mine.pk]).count() == 3
    assert ledger.picture() == before


@each_role
def test_rule_18_nobody_holds_the_right_to_delete_a_story(role, desk):
    apply_roles()
    policy = Story.snippet_viewset.permission_policy
    story = newsroom.story(desk.site, owner=desk.user(role))

    assert holders("delete_story") == set()
    assert not policy.user_has_permission(desk.user(role), "delete")
    assert not policy.user_has_permission_for_instance(desk.user(role), "delete", story)
