"""Between the bytes of the WebAPI and the types of the domain."""
