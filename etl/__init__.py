"""From publishers' files to a published edition."""
