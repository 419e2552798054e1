"""Two people in one story: no save goes over another, and what meets is merged."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import newsroom
from tests.roads.newsdesk import Desk, story_form
from tests.unit.desk.screens import text_of
from vestnik.accounts.roles import Role
from vestnik.desk.keeping import contents
from vestnik.desk.keeping.drafts import MERGED
from vestnik.stories.models import Hand, Story

pytestmark = pytest.mark.django_db
A, B = Role.EDITOR, Role.CHIEF_EDITOR
BODY = [("paragraph", "<p>Първи абзац.</p>"), ("paragraph", "<p>Втори абзац.</p>")]


class Writer:
    """One window of the editor: it remembers from which revision it began, as the script does."""

    def __init__(self, desk: Desk, role: Role, story: Story, window: str = "") -> None:
        self.desk, self.role, self.story = desk, role, story
        self.window = window or role.value
        page = desk.browser(role).get(desk.story("edit", story)).content.decode()
        self.base = re.search(r'name="kept_base" value="(\d*)"', page)[1]
        self.form = form_of(desk, story)

    def save(self, *, by_itself: bool = True, action: str = "", **fields: Any) -> Any:
        self.form |= fields
        sent = {**self.form, "kept_base": self.base, "kept_window": self.window}
        if action:
            sent[f"action-{action}"] = "1"
        accepts = {"HTTP_ACCEPT": "application/json"} if by_itself else {}
        answer = self.desk.browser(self.role).post(
            self.desk.story("edit", self.story), sent, **accepts
        )
        if by_itself and answer.status_code == 200:
            self.base = str(answer.json()["revision_id"])
        return answer


def form_of(desk: Desk, story: Story) -> dict[str, Any]:
    """The editor's form, with the ids of its blocks."""
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    form = story_form(desk.site, "", Story.objects.get(pk=story.pk))
    for place, block in enumerate(draft.body):
        form[f"body-{place}-id"] = block.id
    return form


def paragraph(text: str) -> str:
    from wagtail.test.utils.form_data import rich_text

    return rich_text(f"<p>{text}</p>", features=["bold", "italic", "link", "story-link"])


def latest(story: Story) -> dict[str, Any]:
    return contents.of_revision(Story.objects.get(pk=story.pk).latest_revision)


def words(content: dict[str, Any]) -> list[str]:
    return [block["value"] for block in content["body"]]


@pytest.fixture
def desk(site):
    return Desk(site)


@pytest.fixture(params=["draft", "live", "without a revision"])
def story(request, site):
    if request.param == "live":
        return newsroom.live_story(site, "Старо заглавие", body=BODY)
    story = newsroom.story(site, "Старо заглавие", body=BODY)
    if request.param == "draft":
        story.save_revision(clean=False)
    return story


def test_a_window_goes_on_in_its_own_revision_until_somebody_opens_it(desk, story):
    one = Writer(desk, A, story)
    revisions = [one.save(headline=f"Заглавие {n}").json()["revision_id"] for n in range(3)]
    assert len(set(revisions)) == 1

    Writer(desk, B, story)
    last = one.save(headline="Заглавие 4").json()["revision_id"]

    assert last not in revisions
    assert contents.of_revision(story.revisions.get(pk=revisions[0]))["headline"] == "Заглавие 2"


def test_a_published_revision_is_not_written_over(desk, story):
    one = Writer(desk, B, story)
    first = one.save(headline="Излиза").json()["revision_id"]
    Story.objects.get(pk=story.pk).latest_revision.publish(user=desk.user(B))

    assert one.save(headline="Пише се нататък").json()["revision_id"] != first
    assert story.revisions.get(pk=first).content["headline"] == "Излиза"


def test_a_lost_answer_is_no_conflict_with_oneself(desk, story):
    one = Writer(desk, A, story)
    base = one.base
    one.save(headline="Стигна до сървъра")
    one.base = base
    assert one.save(headline="Отговорът се загуби").status_code == 200


def test_whoever_saves_second_by_itself_is_told_who_was_first(desk, story):
    one, other = Writer(desk, A, story), Writer(desk, B, story)
    one.save(headline="На първия")

    answer = other.save(headline="На втория")

    assert answer.status_code == 400
    assert answer.json()["error_code"] == "invalid_revision"
    assert str(desk.user(A)) in answer.json()["error_message"]
    assert latest(story)["headline"] == "На първия"


def test_two_who_wrote_in_different_places_are_put_together(desk, story):
    one, other = Writer(desk, A, story), Writer(desk, B, story)
    one.save(**{"headline": "На първия", "body-0-value": paragraph("Първи, пипнат от А.")})

    other.form["body-1-value"] = paragraph("Пипнат от Б.")
    answer = other.save(by_itself=False, deck="На втория")

    assert "/merge/" in answer.url
    assert latest(story)["deck"] == ""
    browser = desk.browser(B)
    page = browser.get(answer.url)
    assert "На първия" in text_of(page)
    assert 'type="radio"' not in page.content.decode()
    done = browser.post(answer.url, {"theirs": page.context["theirs"]})
    assert done.url == desk.story("edit", story)
    merged = latest(story)
    assert (merged["headline"], merged["deck"]) == ("На първия", "На втория")
    assert words(merged) == ["<p>Първи, пипнат от А.</p>", "<p>Пипнат от Б.</p>"]
    assert Story.objects.get(pk=story.pk).live == story.live
    from wagtail.models import ModelLogEntry

    assert ModelLogEntry.objects.filter(action=MERGED, object_id=str(story.pk)).exists()


def conflict(desk, story):
    """Both rewrote the first paragraph and the headline; the second's text waits on the screen."""
    one, other = Writer(desk, A, story), Writer(desk, B, story)
    one.save(**{"headline": "Заглавие на А", "body-0-value": paragraph("Абзац на А.")})
    answer = other.save(
        by_itself=False,
        action="publish",
        **{"headline": "Заглавие на Б", "body-0-value": paragraph("Абзац на Б.")},
    )
    return one, answer.url


def test_what_both_rewrote_is_chosen_and_nothing_is_published_before(desk, story):
    _one, address = conflict(desk, story)
    browser = desk.browser(B)
    page = browser.get(address)
    block = latest(story)["body"][0]["id"]
    names = re.findall(r'name="(choice-[^"]+)"', page.content.decode())
    assert set(names) == {"choice-headline", f"choice-body:{block}"}
    assert names.count(f"choice-body:{block}") == 3
    theirs = page.context["theirs"]

    half = browser.post(address, {"theirs": theirs, "choice-headline": "mine"})
    assert "Изберете на всяко място" in text_of(half)
    assert latest(story)["headline"] == "Заглавие на А"

    browser.post(
        address,
        {"theirs": theirs, "choice-headline": "mine", f"choice-body:{block}": "both"},
    )
    merged = latest(story)
    assert merged["headline"] == "Заглавие на Б"
    assert words(merged) == ["<p>Абзац на Б.</p>", "<p>Абзац на А.</p>", "<p>Втори абзац.</p>"]
    assert Story.objects.get(pk=story.pk).version == story.version


def test_a_merge_of_texts_that_have_changed_again_is_shown_again(desk, story):
    one, address = conflict(desk, story)
    page = desk.browser(B).get(address)
    one.save(headline="Ново от А")

    again = desk.browser(B).post(
        address, {"theirs": page.context["theirs"], "choice-headline": "mine"}
    )

    assert "записа материала отново" in text_of(again)
    assert "Ново от А" in text_of(again)
    assert latest(story)["headline"] == "Ново от А"


def test_a_draft_set_aside_is_nobody_elses(desk, story):
    _one, address = conflict(desk, story)
    for role in (A, Role.CONTRIBUTOR):
        assert desk.browser(role).get(address).status_code == 302
    aside = Hand.objects.get(aside=True)
    other = newsroom.story(desk.site, "Друг материал")
    wrong = reverse("desk_merge", args=[other.pk, aside.pk])
    assert desk.browser(B).get(wrong).status_code == 404


def copy_of(writer: Writer, **fields: Any) -> Any:
    address = reverse("desk_compare_copy", args=[writer.story.pk])
    form = {**writer.form, "kept_base": writer.base, **fields}
    return writer.desk.browser(writer.role).post(address, form)


def test_a_copy_is_compared_by_word_with_what_is_saved(desk, story):
    one = Writer(desk, A, story)
    assert copy_of(one).json() == {"differs": False}

    said = copy_of(one, headline="Старо <b>хубаво</b> заглавие").json()
    assert said["differs"]
    assert "2 думи" in said["summary"] or "3 думи" in said["summary"]
    assert "<b>хубаво" not in said["html"]
    assert "&lt;" in said["html"]

    one.save(headline="Вече записано")
    one.form["headline"] = "Записано после"
    one.save(by_itself=False)
    assert copy_of(one, headline="Вече записано").json() == {"differs": False}


def test_a_copy_is_compared_for_whoever_may_write_the_story(desk, story):
    form = form_of(desk, story)
    address = reverse("desk_compare_copy", args=[story.pk])
    assert desk.browser(Role.CONTRIBUTOR).post(address, form).status_code == 302
    new = reverse("desk_compare_copy", args=["new"])
    assert desk.browser(Role.CONTRIBUTOR).post(new, form).json()["differs"]
    assert desk.browser(Role.MODERATOR).post(new, form).status_code in (302, 403)


def test_the_server_says_who_is_signed_in_and_nothing_to_others(desk, client):
    address = reverse("desk_alive")
    said = desk.browser(A).get(address)
    assert said.json()["user"] == desk.user(A).pk
    assert "no-store" in said["Cache-Control"]
    assert client.get(address).status_code == 302
