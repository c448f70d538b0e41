"""The interval of an account as a small picture: a bar from low to high, ticks where the bands change."""

from base64 import b64encode

from lib.health.tables import BANDS

# Palette that colour-blind readers can tell apart; the word always stands beside it.
COLOURS = {"Red": "#D55E00", "Amber": "#E69F00", "Green": "#009E73", "Unknown": "#8C95A1"}
# A table draws a picture as high as its row allows, 29 pixels: of any other height it is scaled, and cut at the sides.
WIDTH, HEIGHT, LEAST = 88, 29, 5


def interval_picture(low: float, high: float, band: str, red_below: float, green_from: float, dark: bool) -> str:
    """The address of an SVG that holds numbers and fixed words only: no stored text ever stands in it."""
    line, tick = ("#3A4350", "#8C95A1") if dark else ("#DDE2E8", "#9AA3AE")
    scale = (WIDTH - 8) / 100
    start, size = 4 + low * scale, max((high - low) * scale, LEAST)
    start = min(start, WIDTH - 4 - size)
    ticks = "".join(
        f'<rect x="{4 + at * scale:.1f}" y="8" width="1" height="12" fill="{tick}"/>' for at in (red_below, green_from)
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect x="4" y="13" width="{WIDTH - 8}" height="2" fill="{line}"/>{ticks}'
        f'<rect x="{start:.1f}" y="9" width="{size:.1f}" height="10" rx="5" fill="{COLOURS[band]}"/></svg>'
    )
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


def colour_range() -> list[str]:
    """The colours in the order of BANDS."""
    return [COLOURS[band] for band in BANDS]
