"""The packages as they ship: built twice, unpacked, installed in a bare Debian, and used."""
