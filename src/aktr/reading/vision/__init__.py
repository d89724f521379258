"""Pictures of pages to the same lines of words that a PDF's text layer gives."""
