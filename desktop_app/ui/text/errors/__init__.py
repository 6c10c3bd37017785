"""What is said of each error of core/errors."""
