"""How well one colour is read on another, by WCAG 2.2: 4.5 for words, 3 for edges of what can be used."""


def contrast(front: str, back: str) -> float:
    """The ratio of two colours like "#10161F", 1 (the same) to 21."""
    dark, light = sorted(map(luminance, (front, back)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """How light a colour is, 0 (black) to 1."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    lit = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * lit[0] + 0.7152 * lit[1] + 0.0722 * lit[2]
