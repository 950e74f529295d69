"""Real published figures that travel with the project, so that a newcomer without network sees them."""
