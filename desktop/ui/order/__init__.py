"""Parts of the order dialog, one file each."""
