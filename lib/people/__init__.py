"""The firm's own people: roles, reporting lines, weekly hours, rates, skills."""
