"""Registers what people need of the newsroom's screens, one line a feature."""

from vestnik.accounts.signin import hooks as signin_hooks  # noqa: F401
