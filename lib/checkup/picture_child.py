"""The process that draws charts, apart from the app: its engine aborts where it meets what it did not expect.

Takes a JSON list of Vega-Lite specifications on its input and writes a list of PNGs in base64; `pictures` runs it.
"""

import base64
import json
import sys

import vl_convert

SCALE = 2.5  # pixels of the picture for each of the chart: sharp on a projector and in print


def main() -> None:
    # Data stand in the specifications: nothing is fetched.
    drawn = [vl_convert.vegalite_to_png(spec, scale=SCALE, allowed_base_urls=[]) for spec in json.load(sys.stdin)]
    json.dump([base64.b64encode(png).decode() for png in drawn], sys.stdout)


if __name__ == "__main__":
    main()
