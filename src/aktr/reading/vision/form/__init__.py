"""What is known of the form itself, and so is not read with care."""
