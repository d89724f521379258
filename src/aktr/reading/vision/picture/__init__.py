"""A picture as grey values that will do for reading."""
