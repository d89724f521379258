"""Words of the characters that were read: blanks, dashes, signs, ticks beside them."""
