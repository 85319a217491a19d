"""The contracts of Callboard, and the code that is generated from them."""
