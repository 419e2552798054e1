"""Wagtail's screens without inline script, so that the newsroom's policy can forbid all of it."""
