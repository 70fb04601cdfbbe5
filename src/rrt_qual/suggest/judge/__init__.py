"""How good suggestions are, measured on interviews that were held out."""
