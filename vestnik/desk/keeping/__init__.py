"""Nothing that is written is lost: copies in the browser, merging, history."""
