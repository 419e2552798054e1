"""The side panels of the editor, and what its scripts have to know."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel

from vestnik.desk.writing import checks, dictionaries
from vestnik.stories import languages
from vestnik.stories.models import Story


class ChecklistPanel(BaseSidePanel):
    """What is still to be done before publication, as the checks see it."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle the list before publication")
        icon_name = "tasks"
        counter_classname = "w-bg-critical-200"

    name = "checklist"
    title = gettext_lazy("Before publication")
    template_name = "desk/writing/checklist.html"
    order = 110

    @cached_property
    def media(self) -> Media:
        return Media(
            js=[Script("desk/writing/main.js", type="module")],  # type: ignore[list-item]
            css={"all": ["desk/writing/writing.css"]},
        )

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return context | {"settings": editor_settings(), "labels": labels()}


class NotesPanel(BaseSidePanel):
    """What colleagues say to each other about the story."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle notes")
        icon_name = "comment"

    name = "notes"
    title = gettext_lazy("Notes to colleagues")
    template_name = "desk/writing/notes.html"
    order = 120


class LanguagePanel(BaseSidePanel):
    """What the typographer would set otherwise, and words that no dictionary knows."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle language")
        icon_name = "pilcrow"

    name = "language"
    title = gettext_lazy("Language")
    template_name = "desk/writing/language.html"
    order = 130

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        language = story_language(self.object)
        files = dictionaries.found(language)
        return context | {
            "language": language,
            "dictionary": reverse("desk_writing_dictionary", args=[language, "dic"])
            if files
            else "",
            "rules": reverse("desk_writing_dictionary", args=[language, "aff"]) if files else "",
            "words_url": reverse("desk_writing_words", args=[language]),
            "package": dictionaries.PACKAGES.get(language, ""),
        }


def story_language(story: Story) -> str:
    """The language in which a story is written; a new one's is that of its locale."""
    return story.language if story.locale_id else languages.first()


def with_writing_panels(panels: Any, view: Any) -> Any:
    """The view's side panels and ours, in the order of work.

    An autosave answers with the panels that it changes, and the first one makes a new story's screen
    that of a story; ours stay as they are in the page.
    """
    if view.expects_json_response or getattr(view, "hydrate_create_view", False):
        return panels
    story, request = view.form.instance, view.request
    ours = (ChecklistPanel, NotesPanel, LanguagePanel)
    return MediaContainer([*panels, *(panel(story, request) for panel in ours)])


def editor_settings() -> dict[str, Any]:
    """Measures and addresses for the editor's scripts. A story's own address has `0` for its number."""
    ruled = checks.rules()
    return {
        "limits": {
            key: ruled[key].limit
            for key in checks.MEASURED
            if ruled[key].level != checks.OFF and ruled[key].limit
        },
        "checks": reverse("desk_writing_checks", args=[0]),
        "checksOfNew": reverse("desk_writing_checks_of_new"),
        "notes": reverse("desk_writing_notes", args=[0]),
        "typography": reverse("desk_writing_typography"),
        "words": scripts_words(),
    }


def scripts_words() -> dict[str, str]:
    """What the scripts say; {0} and {1} are put in by them."""
    return {
        "over": gettext("{0} over"),
        "most": gettext("at most {0}"),
        "characters": gettext("Characters: {0}, our measure is {1}"),
        "nothing": gettext("Nothing is missing."),
        "unreadable": gettext(
            "Something in the form cannot be read yet; it will be said on saving."
        ),
        "unreachable": gettext("The newsroom does not answer; the list is as it was."),
        "show": gettext("Show"),
        "blocks": gettext("This must be mended first"),
        "warns": gettext("Is this as you want it?"),
        "back": gettext("Back to the text"),
        "on": gettext("Go on as it is"),
        "resolve": gettext("Resolved"),
        "reopen": gettext("Open again"),
        "resolved": gettext("Resolved: {0}"),
        "blockGone": gettext("The block is no longer there"),
        "noteAt": gettext("At: {0}."),
        "noteHere": gettext("Note to colleagues at this block"),
        "wholeStory": gettext("At the whole story instead"),
        "saveFirst": gettext("Write the headline first: the story has to be saved once."),
        "quotes": gettext("Quotation marks"),
        "dashes": gettext("Dashes"),
        "spaces": gettext("Spaces"),
        "setWell": gettext("The typographer has nothing to mend."),
        "apply": gettext("Mend"),
        "spelledWell": gettext("The dictionary knows all words."),
        "loading": gettext("The dictionary is being read…"),
        "noDictionary": gettext("The dictionary cannot be read."),
        "ours": gettext("This is how we write it"),
        "oursHere": gettext("Words of our own here: {0}"),
        "forget": gettext("Not ours"),
        "noSuggestion": gettext("No suggestion"),
        "wordsNotChanged": gettext("The server did not answer; nothing has changed. Try again."),
        "times": gettext("{0} times"),
        "find": gettext("Write to find"),
        "takeOff": gettext("Take off: {0}"),
        "moreToFind": gettext("{0} more: write a few letters"),
        "noneFound": gettext("There is none of this name."),
        "notSent": gettext("The note could not be sent. It stays here: try again."),
    }


def labels() -> dict[str, str]:
    """Fields of the editor by name, as the list names them."""
    return {
        name: str(getattr(Story._meta.get_field(name), "verbose_name", name))
        for name in (
            "headline", "short_headline", "kicker", "deck", "lead_photo", "lead_caption", "body",
            "section", "topics", "embargo",
        )
    } | {"story_bylines": gettext("bylines"), "story_sources": gettext("sources")}  # fmt: skip
