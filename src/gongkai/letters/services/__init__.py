"""Acts on templates, settings and numbers of letters; the drafting of a letter."""
