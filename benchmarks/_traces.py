"""Leaves a working newsroom's traces in the archive of this environment, after `vestnik generate`."""

from __future__ import annotations

import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vestnik.config.settings")
    django.setup()
    from tests.plans import archive

    archive.leave_traces()
    archive.gather_statistics()


if __name__ == "__main__":
    main()
