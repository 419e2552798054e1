"""Owns words on Wagtail's screens that no translation reaches, because Wagtail does not ask for one."""
