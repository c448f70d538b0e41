"""A handover as its two files, by the machinery of check-up packs."""

from lib.checkup.making import Made, Progress, bound
from lib.reallocation.handover import Handover
from lib.reallocation.handover_story import story


def make(found: Handover, tell: Progress) -> Made:
    """The slides (PPTX) and the pages (PDF); `tell` hears how far it is."""
    footer = " · ".join(part for part in (found.firm, found.client, "internal") if part)
    return bound(story(found), found, footer, tell)
