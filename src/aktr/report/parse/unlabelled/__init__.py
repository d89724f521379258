"""Values that no label names: told in sentences, or by their form and place alone."""
