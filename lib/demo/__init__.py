"""The seeded demo firm: a believable agency written into every table."""
