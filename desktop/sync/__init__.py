"""The flow between the two services and the database; no Qt, no HTTP of its own."""
