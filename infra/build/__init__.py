"""What is made from sources before the product runs: static files and message catalogues, with their checks."""
