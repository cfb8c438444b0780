"""Shopping carts, in memory. Asks the catalogue for prices."""
