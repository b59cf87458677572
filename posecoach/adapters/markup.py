"""Elements of a page or a drawing: text and attributes are escaped because trees are built."""

from __future__ import annotations

from xml.etree import ElementTree

Element = ElementTree.Element


def element(tag: str, *children: Element | str, **attributes: object) -> Element:
    """Make an element with its children in order.

    Attribute names are as in HTML and SVG, with an underscore for a hyphen and one at the end
    where Python has the word for itself (``class_``).
    """
    made = Element(tag, {_name(key): str(value) for key, value in attributes.items()})
    for child in children:
        if not isinstance(child, str):
            made.append(child)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + child
        else:
            made.text = (made.text or "") + child
    return made


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def html_text(root: Element) -> str:
    """A tree as HTML (SVG inside it, too)."""
    return ElementTree.tostring(root, encoding="unicode", method="html")


def xml_text(root: Element) -> str:
    """A tree as XML: an SVG file of its own."""
    return ElementTree.tostring(root, encoding="unicode", method="xml", short_empty_elements=True)
