"""What keeps persons out: the door that refuses what names them, the secret under which their keys are hashed."""
