"""Where text is in a picture, how its lines run, and strips cut along them."""
