"""Holds the formats of Bulgarian."""
