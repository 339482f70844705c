"""The outside world: JSON in, trade words out. No Qt, no database."""
