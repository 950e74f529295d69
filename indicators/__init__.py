"""Pure functions on frames: numerator, denominator, interval, status."""
