"""The edit dialog: one table from field to widget drives values, rights, errors and marks."""
