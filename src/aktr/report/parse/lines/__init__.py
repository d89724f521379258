"""The lines of a page as a reader takes them: in columns, with what is broken made whole."""
