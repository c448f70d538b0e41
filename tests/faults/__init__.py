"""What Steward survives, measured through its own actions: many writers, kills, torn files, full disks, damage."""
