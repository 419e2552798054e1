"""The editor's helpers: limits, checks before publication, notes to colleagues, typography, spelling."""
