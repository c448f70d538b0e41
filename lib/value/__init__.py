"""Value delivered: what clients want to reach, and what was measured."""
