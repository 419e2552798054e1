"""Owns settings, addresses and wiring: the only layer that sees every other one."""
