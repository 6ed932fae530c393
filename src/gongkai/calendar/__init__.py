"""The yearly holiday notices (节假日安排) as records kept in the back office, and the calendar of working days made of them."""
