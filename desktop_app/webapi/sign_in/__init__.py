"""The ways to sign in to a WebAPI, and where a tenant is found."""
