"""Which answer sheets of attributed waves count: of each person and wave the first, so that nobody counts twice."""

from datetime import date

from sqlalchemy import ColumnElement, Select, func, select

from lib.store.base import table_of
from lib.surveys.tables import SurveyResponse

response = table_of(SurveyResponse)


def first_sheets(as_of: date, *of: ColumnElement[bool]) -> Select[tuple[int]]:
    """The ids of the sheets that count by a day, of those `of`; a sheet that names nobody always does.

    Who answered by link and by phone counts by the earlier day: so no later sheet changes what a day before it told.
    """
    person = func.coalesce(response.c.contact_id, -response.c.id)
    order = (response.c.answered_on, response.c.id)
    place = func.row_number().over(partition_by=(response.c.survey_wave_id, person), order_by=order).label("place")
    numbered = select(response.c.id, place).where(response.c.answered_on <= as_of, *of).subquery()
    return select(numbered.c.id).where(numbered.c.place == 1)
