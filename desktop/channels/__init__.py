"""The outside world: JSON in, the words of the trade out; no Qt, no database."""
