"""A million invented prescriptions and the two ways of judging them, each run in a process of its own."""
