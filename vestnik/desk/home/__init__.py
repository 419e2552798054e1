"""The desk: the newsroom's first screen."""
