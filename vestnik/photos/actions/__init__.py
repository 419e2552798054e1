"""Writes of the photo library that matter, one module for each subject."""
