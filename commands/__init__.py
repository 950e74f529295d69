"""What the front door runs inside the environment, one file per command."""
