"""Amazon's Selling Partner API: orders in our words."""
