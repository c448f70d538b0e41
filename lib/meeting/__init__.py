"""What is read before a weekly review and kept after it, as files of their own."""
