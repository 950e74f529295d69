"""One file per source, found by itself."""
