"""A second reading of pictures by a vision model that is asked over HTTP; off by default."""
