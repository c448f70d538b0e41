"""Account health: formula versions, weekly snapshots, human calls."""
