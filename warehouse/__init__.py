"""The warehouse: the dictionary, the editions, their reading."""
