"""The window. It is handed what it shows and what it may ask for; it knows no network, no SQL."""
