"""What a newsroom does to the demo edition, one act by a process of its own; what is asked of it as JSON.

Run with the settings of that site.
"""

from __future__ import annotations

import json
import sys

import django


def lead_on(target: str, *paths: str) -> None:
    """Let addresses lead on."""
    from vestnik.stories.models import Address

    for path in paths:
        Address.objects.create(path=path, target=target)


def change() -> dict[str, str]:
    """Publish the newest story under another headline, and withdraw the one before it."""
    from vestnik.accounts.models import User
    from vestnik.stories.actions.publish import publish
    from vestnik.stories.actions.withdraw import withdraw
    from vestnik.stories.models import Story

    chief = User.objects.first()
    newest, gone = Story.objects.newest("bg")[:2]
    newest.headline = newest.short_headline = "Заглавие, каквото никой не е писал"
    publish(newest, by=chief)
    withdraw(gone, by=chief, reason="Проба.")
    return {"changed": newest.address, "gone": gone.address}


if __name__ == "__main__":
    django.setup()
    act, *given = sys.argv[1:]
    print(json.dumps({"lead_on": lead_on, "change": change}[act](*given)))
