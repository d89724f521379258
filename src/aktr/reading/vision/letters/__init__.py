"""Letters told by their shape where the networks know them less well."""
