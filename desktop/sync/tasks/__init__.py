"""The verbs: one file for each thing the app does on one side for one order."""
