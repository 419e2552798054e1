"""The roads to publication: schedules, hand-overs, the log of acts."""
