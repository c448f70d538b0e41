"""Surveys: questions, waves, invitations, answers, releases, follow-ups."""
