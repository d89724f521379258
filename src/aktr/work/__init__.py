"""Who works on which batch, and when; the state of the work is in the database alone."""
