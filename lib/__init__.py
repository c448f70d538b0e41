"""Everything below the pages: one folder a subject, and what all subjects share."""
