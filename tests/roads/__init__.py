"""Every road by which Wagtail or Django writes a public row, driven through its real door."""
