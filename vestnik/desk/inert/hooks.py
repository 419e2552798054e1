"""Puts the script that starts things on every screen of the newsroom."""

from __future__ import annotations

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static


@hooks.register("insert_global_admin_js")
def starts() -> SafeString:
    """Waits for elements that ask to be started; dates also come in dialogs over screens without."""
    scripts = ("desk/starts.js", "wagtailadmin/js/date-time-chooser.js")
    return format_html_join(
        "", '<script src="{}"></script>', ((versioned_static(one),) for one in scripts)
    )
