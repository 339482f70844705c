"""Composition root of the window: opens the profile, builds the desk, joins it all to Qt."""
