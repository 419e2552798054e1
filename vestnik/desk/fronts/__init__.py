"""Arranging a front on its picture: the screen, drafts, publication, schedule, history."""
