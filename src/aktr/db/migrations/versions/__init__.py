"""One module for each migration, named by the day it was made."""
