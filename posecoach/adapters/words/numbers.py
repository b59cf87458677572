"""How a number is written where the decimal mark is not a point."""

from __future__ import annotations


def number_text(value: float, form: str, mark: str) -> str:
    """Write a number by a format such as ``.1f`` or ``g``, with a language's decimal mark."""
    return format(value, form).replace(".", mark)
