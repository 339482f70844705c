"""What a person may ask for, one file per verb; used by the window and the command line."""
