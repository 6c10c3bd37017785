"""Connection profiles, their web addresses, the administrator's policy and connection tests."""
