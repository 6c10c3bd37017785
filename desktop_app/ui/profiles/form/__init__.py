"""The pages of the profile dialog: general, network and notes."""
