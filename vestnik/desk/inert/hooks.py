"""Puts on every screen of the newsroom what starts things there, and what minds its dialogs."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static


@hooks.register("insert_global_admin_js")
def starts() -> SafeString:
    """Waits for elements that ask to be started; dates also come in dialogs over screens without."""
    scripts = ("desk/starts.js", "wagtailadmin/js/date-time-chooser.js")
    return format_html_join(
        "", '<script src="{}"></script>', ((versioned_static(one),) for one in scripts)
    )


@hooks.register("insert_global_admin_js")
def mind_dialogs() -> SafeString:
    """Says when a dialog cannot be opened, and lets one try again."""
    failed = _("The server did not answer. Nothing that you wrote is lost: please try again.")
    return format_html(
        '<script src="{}" data-failed="{}"></script>', static("desk/dialogs.js"), failed
    )
