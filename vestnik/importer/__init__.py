"""Brings stories in from outside: saved pages, archives, the demo edition and invented archives."""
