"""Statements that grow with the archive and are known to: where, why it may stay, until when.

The list only gets shorter: an entry that no statement matches any more fails the test.
"""

from __future__ import annotations

import re

#: A pattern of the fault's text (address, what is wrong, statement) → why it is borne.
KNOWN: dict[str, str] = {
    # The users' screens and Wagtail's lists of users are for a newsroom's few; readers share the table
    # once they sign in, and the screens are replaced then.
    r"accounts_user": "until readers have accounts",
    # Lists of English stories are shorter than what a page shows of them, at both sizes of this test.
    r"/en/ \(reader\)": "no fault",
    # The press catches up with what was written between two visits; it never reads more than this many.
    r"/ \(reader\).*FROM changes_change WHERE .* LIMIT 500": "no fault",
    # The library holds fewer photos at both sizes of this test than the bound to which pages count.
    r'FROM "photos_photo" (WHERE "photos_photo"."withdrawn_at" IS NULL )?LIMIT 500': "no fault",
    # Counted when a workflow or task is switched off, which happens once in years.
    r"/cms/workflows/": "rare",
    # The editor offers all topics at once; a chooser for many at a time comes with the editor.
    r'FROM "stories_topic" WHERE NOT "stories_topic"."archived" ORDER BY': (
        "until the editor's own field for topics"
    ),
    # Those of one topic and of one author are shorter than their pages show, at both sizes.
    r"work grew from \d+ to \d+\n/(tema|avtor)/[^ ]+/ \(reader\)": "no fault",
}


def known(fault: str) -> str | None:
    """The pattern of the list that a fault matches."""
    return next((pattern for pattern in KNOWN if re.search(pattern, fault, re.DOTALL)), None)
