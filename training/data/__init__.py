"""One adapter per data set, one row format per idea."""
