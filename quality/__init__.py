"""The gate: rules beside the sentence shown to the user, and the report."""
