"""Resolve: one dialog for every kind of failure, for one order or all that failed for a cause."""

from desktop.ui.resolve.dialog import ResolveDialog, open_resolve

__all__ = ["ResolveDialog", "open_resolve"]
