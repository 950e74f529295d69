"""How the GeoParquet is made from the publishers' files. Only `geodata.build` comes here."""
