"""Registers the roads to publication with Wagtail."""
