"""Charts as pictures, drawn without a browser."""

from typing import Any

SCALE = 2.5  # pixels of the picture for each of the chart: sharp on a projector and in print


def png(chart: Any) -> bytes:
    """An Altair chart as a PNG. Nothing is fetched: data stand in the specification."""
    # Loading it costs a moment and 100 MB of address space: only who makes a pack pays.
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(chart.to_dict(), scale=SCALE, allowed_base_urls=[]))
