"""One file for each promise, with its budget; `bin/bench` runs them."""
