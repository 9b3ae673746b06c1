"""Search: an index of words and symbols built from a store once, and what readers type understood."""
