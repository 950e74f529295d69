"""The national schema of the offer of inclusion (data·inclusion v1): its records, its sentences, its doubles."""
