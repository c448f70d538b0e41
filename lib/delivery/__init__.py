"""Delivery: projects, scope, deliverables, tasks, roadblocks, hours worked."""
