"""Tables and their models that several windows use."""
