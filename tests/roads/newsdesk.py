"""The newsroom's doors as a browser uses them: forms posted to the admin's real views."""

from __future__ import annotations

import io
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import Collection
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from tests.factories import newsroom
from vestnik.accounts.models import User
from vestnik.accounts.roles import Role
from vestnik.kit import clock
from vestnik.stories.blocks import INLINE
from vestnik.stories.models import Story

REASON = "Фактите не бяха проверени."


class Desk:
    """One newsroom: its site, and a browser for each role."""

    def __init__(self, site: SimpleNamespace) -> None:
        self.site = site
        self._browsers: dict[Role | None, tuple[User, Client]] = {}

    def user(self, role: Role | None) -> User:
        return self._sign_in(role)[0]

    def browser(self, role: Role | None) -> Client:
        """A signed-in browser of one person of the role; None is the superuser."""
        return self._sign_in(role)[1]

    def _sign_in(self, role: Role | None) -> tuple[User, Client]:
        if role not in self._browsers:
            roles = () if role is None else (role,)
            user = newsroom.person(*roles, superuser=role is None)
            client = Client()
            client.force_login(user)
            self._browsers[role] = (user, client)
        return self._browsers[role]

    def post(self, role: Role | None, address: str, form: dict[str, Any] | None = None) -> Any:
        """Post a form that is to be accepted: an answer that shows it again fails the test."""
        response = self.browser(role).post(address, form or {})
        assert response.status_code in (302, 200), f"{address}: {response.status_code}"
        if response.status_code == 200 and response.get("Content-Type", "").startswith("text/html"):
            context = response.context or {}
            shown = context.get("form") if context else None
            assert not (shown is not None and shown.errors), shown.errors
            assert not response.content, f"{address} showed its form again: {said(response)}"
        return response

    # Stories

    def story(self, name: str, story: Story | None = None, *more: Any) -> str:
        """The address of one of the story's screens."""
        args = ([story.pk] if story is not None else []) + list(more)
        return reverse(f"wagtailsnippets_stories_story:{name}", args=args)

    def write(self, role: Role | None, action: str = "", **fields: Any) -> Story:
        """Create a story in the editor; `action` is publish, submit or none for a draft."""
        self.post(role, self.story("add"), story_form(self.site, action, **fields))
        return Story.objects.order_by("-pk")[0]

    def edit(self, role: Role | None, story: Story, action: str = "", **fields: Any) -> Story:
        """Save a story in the editor."""
        self.post(role, self.story("edit", story), story_form(self.site, action, story, **fields))
        return Story.objects.get(pk=story.pk)

    def decide(self, role: Role | None, story: Story, action: str) -> Story:
        """Approve or reject the step that the story waits for, without opening it."""
        story = Story.objects.get(pk=story.pk)
        state = story.current_workflow_task_state
        self.post(role, self.story("workflow_action", story, action, state.pk), {"comment": "Да."})
        return Story.objects.get(pk=story.pk)

    def page(self, name: str, *args: Any) -> str:
        return reverse(f"wagtailadmin_pages:{name}", args=args)


def said(response: Any) -> list[str]:
    """What the screen told the editor."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def in_an_hour() -> Any:
    return clock.instant() + timedelta(hours=1)


def local(moment: Any) -> str:
    """A moment as the form's field takes it."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def story_form(
    site: SimpleNamespace, action: str = "", story: Story | None = None, **fields: Any
) -> dict[str, Any]:
    """The editor's form as a browser sends it: the story's present words, with some changed."""
    draft = story.get_latest_revision_as_object() if story is not None else None
    body = fields.pop("body", "Нов ред." if draft is None else None)
    if body is None:
        paragraphs = [block.value.source for block in draft.body if block.block_type == "paragraph"]
    else:
        paragraphs = [f"<p>{body}</p>"]
    bylines, sources = fields.pop("bylines", None), fields.pop("sources", None)
    if bylines is None:
        bylines = [] if draft is None else [_part(p, "byline") for p in draft.story_bylines.all()]
    if sources is None:
        sources = [] if draft is None else [_part(p, "agency") for p in draft.story_sources.all()]
    form = {
        "headline": "Заглавие от редактора" if draft is None else draft.headline,
        "short_headline": "" if draft is None else draft.short_headline,
        "kicker": "",
        "deck": "" if draft is None else draft.deck,
        "kind": "news" if draft is None else draft.kind,
        "lead_photo": (draft and draft.lead_photo_id) or "",
        "lead_caption": "",
        "section": site.world.pk if draft is None else (draft.section_id or ""),
        "dateline": "",
        "topics": [] if draft is None else [str(topic.pk) for topic in draft.topics.all()],
        "other_sections": [],
        "storyline": "",
        "embargo": local(draft.embargo) if draft is not None and draft.embargo else "",
        "go_live_at": "",
        "expire_at": "",
        **nested_form_data(
            {
                "body": streamfield(
                    [("paragraph", rich_text(text, features=INLINE)) for text in paragraphs]
                ),
                "story_bylines": inline_formset(bylines, initial=_kept(bylines)),
                "story_sources": inline_formset(sources, initial=_kept(sources)),
            }
        ),
        **fields,
    }
    if action:
        form[f"action-{action}"] = "1"
    return form


def _part(part: Any, name: str) -> dict[str, str]:
    held = {"id": str(part.pk or ""), name: str(getattr(part, f"{name}_id"))}
    return held | ({"role": part.role} if name == "agency" else {})


def _kept(parts: list[dict[str, str]]) -> int:
    return sum(1 for part in parts if part.get("id"))


def page_form(action: str = "", **fields: Any) -> dict[str, Any]:
    """The form of a section."""
    form = {"title": "Спорт", "slug": "sport", "description": "", "show_in_menus": "on", **fields}
    if action:
        form[f"action-{action}"] = "1"
    return form


def standing_form(action: str = "", **fields: Any) -> dict[str, Any]:
    """The form of a standing page."""
    text = fields.pop("text", "За нас.")
    form = {"title": "За нас", "slug": "za-nas", "show_in_menus": "on", **fields}
    form["text"] = rich_text(f"<p>{text}</p>", features=["h2", "h3", *INLINE, "ul", "ol"])
    if action:
        form[f"action-{action}"] = "1"
    return form


def front_form(zones: list[tuple[str, dict[str, Any]]], action: str = "", **fields: Any) -> Any:
    """The form of a front with its zones; what a zone does not say is as the editor finds it."""
    usual: dict[str, dict[str, Any]] = {
        "photo": {"caption": ""},
        "section": {"count": "4"},
        "opinion": {"count": "4", "fill": "on"},
        "briefs": {"count": "6", "fill": "on"},
        "lead": {"count": "4", "fill": "newest", "section": ""},
    }
    blocks = []
    for kind, given in zones:
        value = {"title": "", **usual.get(kind, usual["lead"]), **given}
        if kind != "photo":
            value["stories"] = streamfield([("item", pk) for pk in given.get("stories", [])])
        blocks.append((kind, value))
    form = {"title": "Начало", "slug": "front-bg", "show_in_menus": "on", **fields}
    # A field of several choices is one name with many values, not a list of names.
    kinds = {
        f"zones-{place}-value-kinds": value.pop("kinds")
        for place, (_kind, value) in enumerate(blocks)
        if "kinds" in value
    }
    form |= nested_form_data({"zones": streamfield(blocks)}) | kinds
    if action:
        form[f"action-{action}"] = "1"
    return form


def account_form(client: Client, **fields: str) -> dict[str, Any]:
    """What the form of one's own account sends, with some fields changed."""
    tabs = client.get(reverse("wagtailadmin_account")).context["panels_by_tab"]
    forms = (panel.get_form() for panels in tabs.values() for panel in panels)
    told = {field.html_name: field.value() or "" for form in forms for field in form}
    return told | {"name_email-last_name": "Петрова"} | fields


def picture_file(name: str = "nova.jpg", shade: int = 40) -> SimpleUploadedFile:
    """A drawn picture as a browser uploads it."""
    drawn = io.BytesIO()
    Image.new("RGB", (1400, 900), (shade, 20, 200)).save(drawn, "JPEG")
    return SimpleUploadedFile(name, drawn.getvalue(), content_type="image/jpeg")


def photo_form(**fields: Any) -> dict[str, Any]:
    """The form of a photo."""
    return {
        "title": "Снимка",
        "caption": "Надпис",
        "credit": "архив",
        "description": "",
        "creator": "",
        "copyright_notice": "",
        "usage_terms": "",
        "taken_at": "",
        "rights_from": "",
        "rights_until": "",
        "rights_where": "everywhere",
        "rights_cost": "",
        "replacement": "",
        "tags": "",
        "collection": Collection.objects.get(depth=1).pk,
        "focal_point_x": "",
        "focal_point_y": "",
        "focal_point_width": "",
        "focal_point_height": "",
        **fields,
    }
