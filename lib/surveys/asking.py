"""Whether anybody was asked by a survey: what freezes it, whatever its own mark says."""

from sqlalchemy import ColumnElement, exists, or_

from lib.store.base import table_of
from lib.surveys.tables import AnonymousAnswer, SurveyInvitation, SurveyResponse, SurveyWave

wave, invitation = table_of(SurveyWave), table_of(SurveyInvitation)
response, anonymous = table_of(SurveyResponse), table_of(AnonymousAnswer)


def was_asked(survey_id: "ColumnElement[int] | int") -> ColumnElement[bool]:
    """Whether an invitation of the survey went out or an answer to it is stored."""
    of_survey = wave.c.survey_id == survey_id
    sent = or_(invitation.c.state != "listed", invitation.c.sent_on.is_not(None))
    return or_(
        exists().where(of_survey, invitation.c.survey_wave_id == wave.c.id, sent),
        exists().where(of_survey, response.c.survey_wave_id == wave.c.id),
        exists().where(of_survey, anonymous.c.survey_wave_id == wave.c.id),
    )
