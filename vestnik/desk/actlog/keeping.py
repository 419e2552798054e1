"""Takes what Wagtail's own screens log into the audit trail: one log for every act.

Each of Wagtail's roads ends in `wagtail.log_actions.log`, which asks a registry for the model that keeps
the log of an object. Ours are proxies of Wagtail's own, so that its histories go on as they were.
"""

from __future__ import annotations

from typing import Any

from wagtail.log_actions import LogActionRegistry
from wagtail.models import ModelLogEntry, Page, PageLogEntry
from wagtail.models.audit_log import ModelLogEntryManager
from wagtail.models.pages import PageLogEntryManager

from vestnik.accounts.models import User
from vestnik.changes import audit
from vestnik.desk.actlog.words import act_name
from vestnik.desk.roads.telling import tell_of_decision

_COMMENT = 2_000


class _Audited:
    """Mixed into a manager of a log."""

    def log_action(self, instance: Any, action: str, **kwargs: Any) -> Any:
        act = act_name(instance, action)
        if act and not audit.has_own_words() and not self._goes_on(instance, action, kwargs):
            reason, details = _told(instance, kwargs)
            audit.record(act, subject_of(instance), reason=reason, **details)
            if act in ("story.approve", "story.return"):
                # The one place where every road of a decision passes.
                tell_of_decision(instance, reason, approved=act == "story.approve")
        return super().log_action(instance, action, **kwargs)  # type: ignore[misc]

    def _goes_on(self, instance: Any, action: str, kwargs: dict[str, Any]) -> bool:
        """Whether this is another save of the version that was saved last: an autosave is no new act."""
        revision = kwargs.get("revision")
        if action != "wagtail.edit" or revision is None:
            return False
        last = self.for_instance(instance).order_by("-timestamp").first()  # type: ignore[attr-defined]
        return bool(last and last.action == action and last.revision_id == revision.pk)


class _ModelManager(_Audited, ModelLogEntryManager):
    """Log entries of everything but pages."""


class _PageManager(_Audited, PageLogEntryManager):
    """Log entries of pages."""


class AuditedModelLog(ModelLogEntry):
    """Wagtail's log of an object, which the audit trail follows."""

    objects = _ModelManager()

    class Meta:
        proxy = True


class AuditedPageLog(PageLogEntry):
    """Wagtail's log of a page, which the audit trail follows."""

    objects = _PageManager()

    class Meta:
        proxy = True


def follow(registry: LogActionRegistry) -> None:
    """Put our models in the place of Wagtail's.

    By type alone: among `log_entry_models` they would say everything twice.
    """
    from django.db.models import Model

    registry.log_entry_models_by_type.register(Model, value=AuditedModelLog)
    registry.log_entry_models_by_type.register(Page, value=AuditedPageLog)


def subject_of(instance: Any) -> str:
    """What the audit trail calls an object."""
    if hasattr(instance, "log_subject"):
        return str(instance.log_subject())
    # Not by its type: one's own account page logs `request.user`, which is only a promise of a user.
    return f"{instance._meta.model_name}:{instance.pk}"


def _told(instance: Any, kwargs: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Reason and details of an entry. Titles and texts stay out: they outlive an erased story."""
    data = kwargs.get("data") or {}
    details: dict[str, Any] = {}
    if step := (data.get("workflow") or {}).get("task", {}).get("title"):
        details["step"] = step
    go_live = (data.get("revision") or {}).get("go_live_at")
    if go_live:
        details["at"] = str(go_live)
    if isinstance(instance, User):
        details["roles"] = sorted(instance.groups.values_list("name", flat=True))
    return str(data.get("comment") or "")[:_COMMENT], details
