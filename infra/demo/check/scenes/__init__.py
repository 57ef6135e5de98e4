"""The scenes of the check: each plays one part of the job and says what it saw."""
