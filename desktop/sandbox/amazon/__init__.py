"""Amazon side of the sandbox: LWA tokens and the Orders API 2026-01-01."""
