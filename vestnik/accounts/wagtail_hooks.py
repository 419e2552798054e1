"""Registers what people need of the newsroom's screens."""

from importlib import import_module

from wagtail import hooks

from vestnik.accounts.viewsets import DeletePeople, GiveRole, SwitchPeople

import_module("vestnik.accounts.signin.hooks")

for many in (SwitchPeople, GiveRole, DeletePeople):
    # After Wagtail's own of the same name, in whose place they stand.
    hooks.register("register_bulk_action", many, order=1000)
