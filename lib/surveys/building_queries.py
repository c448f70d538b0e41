"""Every SELECT of surveys as they are being built: each with its questions, waves and whether it is frozen."""

import pandas as pd
from sqlalchemy import func, or_, select

from lib.store.base import table_of
from lib.store.engine import Store
from lib.surveys.asking import was_asked
from lib.surveys.tables import Survey, SurveyQuestion, SurveyWave
from lib.surveys.template import AREAS

survey, question, wave = table_of(Survey), table_of(SurveyQuestion), table_of(SurveyWave)


def built(store: Store) -> pd.DataFrame:
    """Every survey by name.

    Columns: id, version, name, kind, mode, promise, least_group, frozen_at (NaT: not marked), frozen (bool, also
    where somebody was asked without the mark), waves (count).
    """
    columns = (survey.c[name] for name in ("id", "version", "name", "kind", "mode", "promise", "least_group"))
    waves = select(func.count()).where(wave.c.survey_id == survey.c.id).scalar_subquery().label("waves")
    frozen = or_(survey.c.frozen_at.is_not(None), was_asked(survey.c.id)).label("frozen")
    found = store.frame(select(*columns, survey.c.frozen_at, frozen, waves).order_by(survey.c.name))
    found["frozen"] = found["frozen"].astype(bool)
    found["frozen_at"] = pd.to_datetime(found["frozen_at"], utc=True)
    return found


def scales(store: Store) -> dict[int, list[str]]:
    """The scales of each survey's questions, by the survey's number; one without questions is not in it."""
    found: dict[int, list[str]] = {}
    for survey_id, scale in store.rows(select(question.c.survey_id, question.c.scale).order_by(question.c.id)):
        found.setdefault(int(survey_id), []).append(str(scale))
    return found


def known_areas(store: Store) -> list[str]:
    """The areas of the template, then the firm's own ones by name."""
    used = store.rows(select(question.c.area).where(question.c.area.is_not(None)).distinct().order_by(question.c.area))
    return [*AREAS, *(str(area) for (area,) in used if area not in AREAS)]
