"""The team's load: bookings, absence, suggested moves."""
