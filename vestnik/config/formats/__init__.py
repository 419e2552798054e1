"""Owns how the newsroom writes dates, times and numbers where Django and Wagtail write them, by language.

The pages that readers see take their dates from `kit.dates`; the long forms here are the same ones.
"""

# What stands in a field of a form: the first of each list must be ISO's, which is all that the browser's own
# date fields understand. Wagtail's fields write the second (WAGTAIL_DATE_FORMAT), in every language alike.
DATES = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]
TIMES = ["%H:%M:%S", "%H:%M:%S.%f", "%H:%M"]
MOMENTS = [f"{day} {time}" for time in TIMES for day in DATES]
