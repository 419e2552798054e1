"""People: the one user model of newsroom and readers, and the names of the newsroom's roles."""
