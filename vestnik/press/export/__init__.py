"""The emergency copy: the whole site as plain files that any static server serves."""
