"""Writes of the importer, one module for each kind of source."""
