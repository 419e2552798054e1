"""The log of acts: what every road of the newsroom leaves in the audit trail, and the screen that shows it."""
