"""Everything the person reads or hears, area by area, in every language."""

from __future__ import annotations

DEFAULT_LANGUAGE = "en"
"""Code (ISO 639-1) of the language where none was asked for."""
