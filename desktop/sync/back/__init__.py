"""The way back: what changed on one side becomes tasks for the other."""
