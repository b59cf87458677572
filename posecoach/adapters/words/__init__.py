"""Everything the person reads or hears, area by area, in every language."""
