"""The press: how public pages depend on rows. For now only the names of keys."""
