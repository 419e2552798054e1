"""Vestnik, a news site and its newsroom."""

__version__ = "0.1.0"
