"""The photo library's screens: list, chooser, upload, one photo, many at once."""
