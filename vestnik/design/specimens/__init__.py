"""Specimens of the look: every page and component in all its states, with invented content.

Plain Python objects that templates take for stories, photos and sections: no database is asked.
"""
