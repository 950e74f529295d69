"""The files people take away."""
