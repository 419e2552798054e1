"""Puts the script that starts things on every screen of the newsroom."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static


@hooks.register("insert_global_admin_js")
def starts() -> SafeString:
    """Waits for elements that ask to be started."""
    return format_html('<script src="{}"></script>', versioned_static("desk/starts.js"))
