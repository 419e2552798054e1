"""Owns starting Vestnik: what must hold before it starts, its processes, their end.

Imports no Django: the launcher lives as long as the site and has to stay small.
"""
