"""Accounts: how they stand, and the guided connection of a new one."""
