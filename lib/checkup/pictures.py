"""Charts as pictures, drawn without a browser."""

import base64
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lib.checkup.lettering import without_controls
from lib.errors import StewardError

_ROOT = Path(__file__).parents[2]
MOST_SECONDS = 60


class ChartsNotDrawn(StewardError):
    """The engine that draws charts failed or took too long."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The charts of this pack could not be drawn ({reason}): make it again, or another period.")


def pngs(charts: Sequence[Any]) -> list[bytes]:
    """Altair charts as PNGs, drawn in one process of their own; raises ChartsNotDrawn."""
    if not charts:
        return []
    specs = json.dumps([_readable(chart.to_dict()) for chart in charts])
    command = [sys.executable, "-m", "lib.checkup.picture_child"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, the specifications go to its input
            command, cwd=_ROOT, input=specs.encode(), capture_output=True, timeout=MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ChartsNotDrawn(f"not done in {MOST_SECONDS} seconds") from error
    if done.returncode:
        raise ChartsNotDrawn("the engine that draws them stopped")
    return [base64.b64decode(png) for png in json.loads(done.stdout)]


def _readable(value: Any) -> Any:
    """The specification without characters that no text may hold: the engine aborts on them."""
    if isinstance(value, dict):
        return {name: _readable(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_readable(one) for one in value]
    return without_controls(value) if isinstance(value, str) else value
