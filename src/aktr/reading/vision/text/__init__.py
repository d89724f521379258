"""What the networks read of pieces of a strip, and when they are asked again."""
