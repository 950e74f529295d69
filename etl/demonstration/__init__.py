"""The département's own tables, invented: seeded, coherent with one another, marked synthetic everywhere."""
