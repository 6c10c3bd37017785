"""The sign-in schemes of the WebAPI, and the look-up of a tenant's address."""
