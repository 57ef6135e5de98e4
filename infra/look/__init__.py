"""Looking at the screens: pictures at two widths, and axe on each."""
