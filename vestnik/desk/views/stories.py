"""The views of the stories' viewset: each asks whose story it is (rule 15)."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Locale
from wagtail.snippets.views import snippets

from vestnik.accounts.models import User
from vestnik.desk.acts import ACTS
from vestnik.desk.diary.panel import with_diary
from vestnik.desk.keeping.history import history_page
from vestnik.desk.keeping.saving import KeepsDrafts, KeepsNewDrafts
from vestnik.desk.views.decided import words_on
from vestnik.desk.writing.panels import with_writing_panels
from vestnik.stories.actions.schedules import unschedule
from vestnik.stories.errors import StoryError
from vestnik.stories.models import Story


class OwnStory:
    """Mixed into every view that has a story: the stock ones ask only the model's rights (observed)."""

    def user_has_permission(self, permission: str) -> bool:
        allowed: bool = super().user_has_permission(permission)  # type: ignore[misc]
        story = self._story()
        if allowed and story is not None and not self._is_reviewing(story):
            allowed = self.permission_policy.user_has_permission_for_instance(  # type: ignore[attr-defined]
                self.request.user,  # type: ignore[attr-defined]
                permission,
                story,
            )
        return allowed

    def user_has_any_permission(self, permissions: Any) -> bool:
        return any(self.user_has_permission(permission) for permission in permissions)

    def _story(self) -> Story | None:
        story = getattr(self, "live_object", None) or getattr(self, "object", None)
        return story if isinstance(story, Story) and story.pk else None

    def _is_reviewing(self, story: Story) -> bool:
        """Whoever holds the task that the story waits for may open it."""
        task = story.current_workflow_task
        return bool(task and task.user_can_access_editor(story, self.request.user))  # type: ignore[attr-defined]


class StoryDoor(OwnStory):
    """For views that look the story up without asking anything: asks before answering."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        story = Story.objects.filter(pk=kwargs.get("pk", args[0] if args else None)).first()
        if story is not None:
            self.request = request
            policy = snippets.policy_registry.get(story)
            if not self._is_reviewing(story) and not policy.user_has_any_permission_for_instance(
                request.user, ["change", "view", "publish"], story
            ):
                raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class Create(KeepsNewDrafts, snippets.CreateView):
    """A new story belongs to whoever began it."""

    def save_instance(self) -> Story:
        self.form.instance.owner = self.request.user
        story: Story = super().save_instance()
        return story

    def get_side_panels(self) -> Any:
        return with_writing_panels(super().get_side_panels(), self)


class Edit(StoryDoor, KeepsDrafts, snippets.EditView):
    """The editor, with a way to the page that readers see."""

    def get_available_actions(self) -> list[str]:
        actions = list(super().get_available_actions())
        story = self._story()
        if story is not None and story.workflow_in_progress and "submit" in actions:
            # Whoever submits it from a second window saves; Wagtail would start a second workflow and fail.
            actions.remove("submit")
        return actions

    def get_side_panels(self) -> Any:
        return with_diary(with_writing_panels(super().get_side_panels(), self), self)

    @property
    def header_buttons(self) -> list[Any]:
        buttons = list(super().header_buttons)
        story = self._story()
        if story is not None and story.live:
            # The site then knows that it is no reader who comes (press/readings.py).
            target = {"target": "_blank", "rel": "noopener", "referrerpolicy": "unsafe-url"}
            buttons.append(
                HeaderButton(_("View live"), url=story.full_url, icon_name="view", attrs=target)
            )
        return buttons

    def get_success_message(self, instance: Story | None = None) -> str:
        if self.action == "workflow-action":
            return words_on(self.object, self.workflow_action)
        said: str = super().get_success_message(instance)
        return said

    def get_success_buttons(self) -> list[Any]:
        buttons = list(super().get_success_buttons())
        story = self._story()
        if story is not None and story.live:
            receipts = reverse("desk_story_receipts", args=[story.pk])
            buttons.append(messages.button(receipts, _("What changed for readers")))
        return buttons

    @property
    def header_more_buttons(self) -> list[Any]:
        buttons = list(super().header_more_buttons)
        story = self._story()
        if story is None:
            return buttons
        offered = (
            act for act in ACTS.values() if act.offered(story) and act.may(self.request.user)
        )
        if story.live and not ACTS["correct"].may(self.request.user):
            ask = f"{reverse('desk_ask_correction')}?story={story.pk}"
            buttons.append(
                Button(_("Ask for a correction"), url=ask, icon_name="edit", priority=80)
            )
        if story.version:
            receipts = reverse("desk_story_receipts", args=[story.pk])
            buttons.append(
                Button(
                    _("What changed for readers"), url=receipts, icon_name="history", priority=90
                )
            )
        return buttons + [
            Button(
                act.label,
                url=reverse("desk_act", args=[story.pk, act.name]),
                icon_name=act.icon,
                priority=100 + order,
            )
            for order, act in enumerate(offered)
        ]


class Delete(StoryDoor, snippets.DeleteView):
    """Nobody holds the right to delete a story; the server's answer is what counts."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise PermissionDenied


class Unpublish(StoryDoor, snippets.UnpublishView):
    """Wagtail's road to taking a story off leads to ours, which asks for a reason."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("desk_act", self.object.pk, "withdraw")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("desk_act", self.object.pk, "withdraw")


class Usage(StoryDoor, snippets.UsageView):
    """Where a story is linked."""


class History(StoryDoor, snippets.HistoryView):
    """What happened to a story: ours by publications and hands; Wagtail's log only in its parts."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.results_only:
            response: HttpResponse = super().get(request, *args, **kwargs)
            return response
        return history_page(request, self.object)


class Inspect(StoryDoor, snippets.InspectView):
    """A story, read only."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = getattr(self.object, field_name)
        if isinstance(value, bool):
            return gettext("Yes") if value else gettext("No")
        if value is None or value == "":
            return "–"
        return super().get_field_display_value(field_name, field)


class PreviewOnCreate(snippets.PreviewOnCreateView):
    """The page of a story that nobody has saved: the stock one has no language (observed)."""

    def get_object(self) -> Story:
        story: Story = super().get_object()
        wanted = Locale.objects.filter(language_code=self.request.GET.get("locale", "")).first()
        story.locale = wanted or Locale.get_default()
        return story


class PreviewOnEdit(StoryDoor, snippets.PreviewOnEditView):
    """The page as it will look."""


class PreviewRevision(StoryDoor, snippets.PreviewRevisionView):
    """The page as it looked."""


class Compare(StoryDoor, snippets.RevisionsCompareView):
    """Two revisions beside each other."""


class Unschedule(StoryDoor, snippets.RevisionsUnscheduleView):
    """A schedule is taken back; where the clock was faster, it is said."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                unschedule(self.object, by=cast("User", request.user))
        except StoryError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, str(ACTS["cancel-schedule"].done))
        return redirect(self.get_next_url())


class Lock(StoryDoor, snippets.LockView):
    """A story is locked."""


class Unlock(StoryDoor, snippets.UnlockView):
    """A story is unlocked."""


class WorkflowHistory(StoryDoor, snippets.WorkflowHistoryView):
    """A story's way through the workflow."""


class WorkflowHistoryDetail(StoryDoor, snippets.WorkflowHistoryDetailView):
    """One step of that way."""


class WorkflowAction(StoryDoor, snippets.WorkflowActionView):
    """Approve or send back."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        before = self.task_state.status
        response: HttpResponse = super().post(request, *args, **kwargs)
        self.task_state.refresh_from_db()
        if self.task_state.status != before:
            messages.success(request, words_on(self.object, self.action_name))
        return response


class CollectWorkflowAction(StoryDoor, snippets.CollectWorkflowActionDataView):
    """What approving asks for."""


class WorkflowPreview(StoryDoor, snippets.WorkflowPreviewView):
    """What a reviewer looks at."""


class ConfirmCancellation(StoryDoor, snippets.ConfirmWorkflowCancellationView):
    """Publishing that would end the workflow."""
