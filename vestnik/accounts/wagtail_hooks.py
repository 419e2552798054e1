"""Registers what people need of the newsroom's screens."""

from importlib import import_module

import_module("vestnik.accounts.signin.hooks")
