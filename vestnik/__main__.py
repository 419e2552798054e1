"""Owns `python -m vestnik`, which is the command `vestnik`."""

import sys

from vestnik.cli import main

sys.exit(main())
