"""How the editor saves: never over what somebody else has saved."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.models import Revision

from vestnik.accounts.models import User
from vestnik.desk.keeping.drafts import (
    Opened,
    WrittenMeanwhile,
    claim,
    note,
    open_latest,
    set_aside,
)
from vestnik.stories.models import Story

#: Wagtail's own code for a save that comes too late; its script stops saving by itself then.
TOO_LATE = "invalid_revision"


class KeepsDrafts:
    """Mixed into the editor in front of Wagtail's view."""

    request: HttpRequest

    @cached_property
    def opened(self) -> Opened:
        """What the window says of its draft."""
        return Opened.by_form(self.request.POST)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "GET":
            read = self._latest()
            open_latest(self.object.pk)  # type: ignore[attr-defined]
            if self._latest() != read:
                # Saved between the reading and the mark: read again what now stays as it is.
                for name in ("latest_revision", "latest_revision_created_at"):
                    self.__dict__.pop(name, None)
                self.setup(request, *args, **kwargs)  # type: ignore[attr-defined]
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def _latest(self) -> Any:
        """The latest revision, and when it was written last."""
        row = Story._base_manager.filter(pk=self.object.pk)  # type: ignore[attr-defined]
        return row.values_list("latest_revision_id", "latest_revision__created_at").first()

    @property
    def is_out_of_date(self) -> bool:
        """Asked before the row is locked, when saving will ask again (`save_instance`)."""
        return False

    @property
    def overwrite_revision(self) -> Revision | None:
        """The window's own revision, for saves by itself; whoever presses a button makes a new one."""
        return self._going_on

    _going_on: Revision | None = None

    @property
    def _user(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    def save_instance(self) -> Story:
        going_on = claim(self.object.pk, self.opened, self._user)  # type: ignore[attr-defined]
        self._going_on = going_on if self.expects_json_response else None  # type: ignore[attr-defined]
        story: Story = super().save_instance()  # type: ignore[misc]
        note(self.new_revision, self.opened)  # type: ignore[attr-defined]
        return story

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            return response
        except WrittenMeanwhile as meanwhile:
            return self._too_late(form, meanwhile)

    def _too_late(self, form: Any, meanwhile: WrittenMeanwhile) -> HttpResponse:
        """By itself: say who. By a button: keep the draft beside, and show both."""
        if self.expects_json_response:  # type: ignore[attr-defined]
            response: HttpResponse = self.json_error_response(  # type: ignore[attr-defined]
                TOO_LATE, self._who(meanwhile.latest)
            )
            return response
        story = Story.objects.get(pk=self.object.pk)  # type: ignore[attr-defined]
        draft = form.save(commit=False)
        aside = set_aside(story, draft, by=self._user, base=self.opened.base)
        address = reverse("desk_merge", args=[story.pk, aside.pk])
        asked = self.action in ("publish", "submit", "workflow-action")  # type: ignore[attr-defined]
        return redirect(f"{address}?asked" if asked else address)

    def _who(self, latest: Revision) -> str:
        if latest.user_id == self.request.user.pk:
            return gettext("You saved this story in another window while you were writing here.")
        who = latest.user or gettext("Somebody")
        return gettext("%(who)s saved this story while you were writing.") % {"who": who}


class KeepsNewDrafts:
    """Mixed into the view of a new story: its first revision is the window's that began it."""

    request: HttpRequest

    def save_instance(self) -> Story:
        story: Story = super().save_instance()  # type: ignore[misc]
        note(self.new_revision, Opened.by_form(self.request.POST))  # type: ignore[attr-defined]
        return story
