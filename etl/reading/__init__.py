"""Reading publishers' files: what lies in a folder, which vintage it is, its cells by column, its figures as facts."""
