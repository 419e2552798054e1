"""Makers of newsroom things for tests, through the same doors as the newsroom's."""
