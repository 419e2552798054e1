"""The press in the newsroom: what is wrong with it, said on every page, and its own page of figures."""
