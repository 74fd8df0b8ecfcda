"""A day in the hall as arrays: visitors and a plan in, what each of them lived through and the measures of the day out."""
