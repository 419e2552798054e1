"""What Wagtail writes as inline script, written as data that `desk/starts.js` starts.

Templates of ours stand before Wagtail's for panels and date fields; choosers write their script in
Python, so their `render` is put in place here.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser


def start(name: str, *args: Any) -> SafeString:
    """An element that has `desk/starts.js` call `name` with these plain values."""
    return format_html(
        '<span hidden data-start="{}" data-args="{}"></span>', name, json.dumps(args)
    )


def quiet_choosers() -> None:
    """Have all choosers of forms say what to start instead of starting it."""
    BaseChooser.render = _render


def _render(
    self: Any, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
) -> SafeString:
    """Wagtail's own, but for the script."""
    if not attrs or "id" not in attrs:
        raise TypeError("A chooser cannot be rendered without an id.")
    id_, data = attrs["id"], self.get_value_data(value)
    html = self.render_html(name, data, attrs)
    if isinstance(self, AdminTaskChooser):
        return SafeString(html + start("createTaskChooser", id_))
    options = self.get_js_init_options(id_, name, data)
    return SafeString(html + start(self.js_constructor, id_, options))
