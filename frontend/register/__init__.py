"""The register of cases: search by number, by NIK or telephone, and by what a case is."""
