DATE_FORMAT = "j F Y"  # dates in words: 1 May 2024, not "May 1, 2024"
