"""Pictures of every part of the window, made by the program itself without a display."""
