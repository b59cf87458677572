"""What a person wears and looks like: colours, and how clothes change the outline."""

from __future__ import annotations

from dataclasses import dataclass

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Outfit:
    """Colours are linear RGB, 0..1.

    Attributes
    ----------
    sleeve
        Share of the arm's length that is covered: 0 none, 0.3 T-shirt, 1 to the wrist.
    leg_cover
        Share of the leg's length that is covered: 0.4 shorts, 1 to the ankle.
    loose_m
        How far trousers stand off the leg.
    skirt
        A skirt to the knee over the covered legs.
    hair
        ``"short"``, ``"bun"`` or ``"long"``.
    shoes
        False: bare feet.
    """

    skin: Rgb = (0.60, 0.38, 0.28)
    hair_rgb: Rgb = (0.05, 0.03, 0.02)
    top: Rgb = (0.06, 0.06, 0.07)
    bottom: Rgb = (0.02, 0.02, 0.025)
    shoe: Rgb = (0.05, 0.05, 0.055)
    sleeve: float = 0.30
    leg_cover: float = 0.42
    loose_m: float = 0.012
    skirt: bool = False
    hair: str = "short"
    shoes: bool = True


OUTFITS: dict[str, Outfit] = {
    "dark": Outfit(),
    "red_shirt": Outfit(
        skin=(0.68, 0.45, 0.35), hair_rgb=(0.22, 0.12, 0.05), top=(0.52, 0.04, 0.04),
        bottom=(0.03, 0.04, 0.14), shoe=(0.7, 0.7, 0.68),
    ),
    "teal_leggings": Outfit(
        skin=(0.50, 0.29, 0.19), hair_rgb=(0.03, 0.015, 0.01), top=(0.03, 0.25, 0.27),
        bottom=(0.03, 0.03, 0.04), shoe=(0.4, 0.05, 0.12), sleeve=0.12, leg_cover=1.0,
        loose_m=0.003, hair="bun",
    ),
    "grey_joggers": Outfit(
        skin=(0.20, 0.10, 0.06), hair_rgb=(0.01, 0.008, 0.006), top=(0.55, 0.55, 0.52),
        bottom=(0.16, 0.17, 0.19), shoes=False, leg_cover=0.97, loose_m=0.022,
    ),
    "long_sleeves": Outfit(
        skin=(0.36, 0.20, 0.12), hair_rgb=(0.02, 0.012, 0.01), top=(0.10, 0.16, 0.42),
        bottom=(0.05, 0.05, 0.055), sleeve=0.97, leg_cover=1.0, loose_m=0.008, hair="long",
        shoes=False,
    ),
    "skirt": Outfit(
        skin=(0.66, 0.42, 0.33), hair_rgb=(0.32, 0.20, 0.08), top=(0.62, 0.50, 0.20),
        bottom=(0.05, 0.03, 0.06), sleeve=0.5, leg_cover=1.0, loose_m=0.004, skirt=True,
        hair="long", shoes=False,
    ),
    "silver": Outfit(
        skin=(0.64, 0.43, 0.35), hair_rgb=(0.55, 0.54, 0.52), top=(0.20, 0.28, 0.20),
        bottom=(0.18, 0.14, 0.10), sleeve=0.97, leg_cover=0.97, loose_m=0.018,
        shoe=(0.10, 0.08, 0.07),
    ),
    "sport": Outfit(
        skin=(0.13, 0.065, 0.04), hair_rgb=(0.008, 0.006, 0.005), top=(0.75, 0.62, 0.04),
        bottom=(0.02, 0.05, 0.30), sleeve=0.10, leg_cover=0.38, loose_m=0.02,
        shoe=(0.75, 0.2, 0.05),
    ),
    "pale": Outfit(
        skin=(0.78, 0.56, 0.47), hair_rgb=(0.45, 0.15, 0.04), top=(0.72, 0.72, 0.70),
        bottom=(0.25, 0.27, 0.30), sleeve=0.28, leg_cover=1.0, loose_m=0.006, hair="bun",
        shoes=False,
    ),
}  # fmt: skip
