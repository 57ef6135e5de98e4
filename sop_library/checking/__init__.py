"""The parts of the check of an SOP definition; `sop_library.checks.check` runs them all."""
