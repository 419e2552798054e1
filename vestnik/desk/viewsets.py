"""What the newsroom edits, and in which order of fields."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from vestnik.desk.forms import AddressForm, AgencyForm, StoryForm, SubjectForm
from vestnik.desk.keeping.panel import KeepingPanel
from vestnik.desk.listing.columns import COLUMNS
from vestnik.desk.listing.views import StoryIndex
from vestnik.desk.views import stories as views
from vestnik.desk.views.choosers import StoryChooser
from vestnik.desk.views.subjects import AddressIndex, SubjectChooser, SubjectEdit, SubjectIndex
from vestnik.stories.models import Address, Agency, Byline, Story, Storyline, Topic

STORY_PANELS = [
    FieldPanel("kicker"),
    FieldPanel("headline", required_on_save=True),
    FieldPanel("short_headline"),
    FieldPanel("deck"),
    MultiFieldPanel(
        [FieldPanel("lead_photo"), FieldPanel("lead_caption")], heading=_("Lead photo")
    ),
    FieldPanel("body"),
]
PLACE_PANELS = [
    FieldPanel("section"),
    FieldPanel("other_sections"),
    FieldPanel("kind"),
    InlinePanel("story_bylines", label=_("Byline"), heading=_("Bylines")),
    InlinePanel("story_sources", label=_("Source"), heading=_("Sources")),
    FieldPanel("dateline"),
    FieldPanel("topics"),
    FieldPanel("storyline"),
]
PUBLISHING_PANELS = [PublishingPanel(), FieldPanel("embargo"), FieldPanel("silent_edit")]


class StoryViewSet(SnippetViewSet):
    """Stories: every view asks whose story it is; copying and deleting are closed."""

    model = Story
    icon = "doc-full"
    menu_label = _("Stories")
    menu_order = 100
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = (
        "headline", "short_headline", "kicker", "deck", "kind", "section", "other_sections", "topics",
        "storyline", "dateline", "lead_photo", "lead_caption", "body", "locale", "embargo", "go_live_at",
        "first_published_at", "last_published_at", "live", "comments",
    )  # fmt: skip
    list_display = COLUMNS
    list_per_page = 50
    ordering = ("-pk",)
    base_form_class = StoryForm
    chooser_viewset_class = StoryChooser
    edit_handler = TabbedInterface(
        [
            ObjectList(STORY_PANELS, heading=_("Story")),
            ObjectList(PLACE_PANELS, heading=_("Place and sources")),
            ObjectList(PUBLISHING_PANELS, heading=_("Publishing")),
            KeepingPanel(),
        ],
        base_form_class=StoryForm,
    )

    index_view_class = StoryIndex
    add_view_class = views.Create
    edit_view_class = views.Edit
    delete_view_class = views.Delete
    unpublish_view_class = views.Unpublish
    usage_view_class = views.Usage
    history_view_class = views.History
    inspect_view_class = views.Inspect
    preview_on_add_view_class = views.PreviewOnCreate
    preview_on_edit_view_class = views.PreviewOnEdit
    revisions_view_class = views.PreviewRevision
    revisions_compare_view_class = views.Compare
    revisions_unschedule_view_class = views.Unschedule
    lock_view_class = views.Lock
    unlock_view_class = views.Unlock
    workflow_history_view_class = views.WorkflowHistory
    workflow_history_detail_view_class = views.WorkflowHistoryDetail
    workflow_action_view_class = views.WorkflowAction
    collect_workflow_action_data_view_class = views.CollectWorkflowAction
    workflow_preview_view_class = views.WorkflowPreview
    confirm_workflow_cancellation_view_class = views.ConfirmCancellation


def _archived_in_words(subject: Any) -> Any:
    return _("Yes") if subject.archived else ""


class SubjectViewSet(SnippetViewSet):
    """What topics, storylines, bylines and agencies share: archived, never deleted."""

    copy_view_enabled = False
    index_view_class = SubjectIndex
    edit_view_class = SubjectEdit
    chooser_viewset_class = SubjectChooser
    list_display = (
        "name",
        Column("slug", label=_("Address")),
        # Not Wagtail's column of yes and no: a red cross at each that is as it should be.
        Column("archived", label=_("Archived"), accessor=_archived_in_words),
    )
    list_filter = ("archived",)
    list_per_page = 50
    ordering = ("name",)
    # Names are looked for by their addresses: any case, one index (`SubjectIndex`).
    search_fields = ("slug",)
    search_backend_name = None


def _subject(
    subject: type[Any], icon_name: str, form: type[SubjectForm] = SubjectForm
) -> type[SubjectViewSet]:
    class ViewSet(SubjectViewSet):
        model = subject
        icon = icon_name
        edit_handler = ObjectList(subject.panels, base_form_class=form)

    return ViewSet


class AddressViewSet(SnippetViewSet):
    """Addresses: old ones that lead elsewhere are added here by hand."""

    model = Address
    icon = "link"
    copy_view_enabled = False
    index_view_class = AddressIndex
    list_display = (
        Column("path", label=_("Path")),
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("subject", label=_("Subject")),
        Column("target", label=_("Leads to")),
        DateColumn("since", label=_("Since"), sort_key=None),
    )
    list_filter = ("state",)
    list_per_page = 50
    ordering = ("-pk",)
    edit_handler = ObjectList(
        [FieldPanel("path"), FieldPanel("target")], base_form_class=AddressForm
    )


class SubjectsGroup(SnippetViewSetGroup):
    """One menu for what stories hang on."""

    menu_label = _("Subjects")
    menu_icon = "tag"
    menu_order = 150
    items = (
        _subject(Topic, "tag"),
        _subject(Storyline, "history"),
        _subject(Byline, "user"),
        _subject(Agency, "globe", AgencyForm),
        AddressViewSet,
    )
