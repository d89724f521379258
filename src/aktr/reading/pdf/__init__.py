"""Pages of a PDF by their text layer, with what could harm a reader refused first."""
