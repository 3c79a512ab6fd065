"""Two texts that share nothing but everyday words."""

RULES = (
    "The ferry leaves at nine in the morning and returns at noon. Dogs stay ashore unless the "
    "warden has signed the form. Visitors may bring bicycles, tents and food for three days, and "
    "must be back at the pier ten minutes before the whistle blows."
)
MINUTES = (
    "The garden society met in the old library. Mrs Horn reported that the pump was mended, that "
    "the hedge had grown over the gate and that two members left without paying their dues."
)
