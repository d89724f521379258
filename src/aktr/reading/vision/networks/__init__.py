"""The networks: their files, and how many cores they get."""
