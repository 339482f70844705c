"""The filters of the grid: a chip each, and the popover that it opens."""
