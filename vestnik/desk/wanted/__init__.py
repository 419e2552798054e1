"""Corrections asked for by colleagues who may not correct themselves."""
