"""The library: SOPs that offices adopt, shipped with the program or published by a province for its regencies."""
