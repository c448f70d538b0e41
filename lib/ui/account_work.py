"""What is done for one account, asked of it and offered to it: the tabs of its projects, surveys and opportunities."""

from lib.ui.account_opportunities import opportunities_tab
from lib.ui.account_projects import projects_tab
from lib.ui.account_surveys import surveys_tab

__all__ = ["opportunities_tab", "projects_tab", "surveys_tab"]
