"""What stops a story on its way to readers: the findings of checks that block."""

from __future__ import annotations

from collections.abc import Iterator

from vestnik.desk.writing import checks
from vestnik.desk.writing.draft import Draft
from vestnik.stories.models import Story


def stops(story: Story) -> Iterator[tuple[str, str]]:
    """The field and the sentence of each; nothing for a story that may go on.

    The form itself refuses what `checks.ALWAYS` names, with sentences of its own.
    """
    for one in checks.findings(Draft.of(story)):
        if one.level == checks.BLOCKS and one.key not in checks.ALWAYS:
            yield one.where.partition(":")[0], one.text
