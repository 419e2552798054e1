"""Writes of the stories app that matter, one module for each subject."""
