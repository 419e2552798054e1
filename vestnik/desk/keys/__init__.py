"""Keyboard shortcuts of the newsroom."""
