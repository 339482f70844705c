"""Settings: one page a group, each value on the level of the app, an account, a marketplace."""
