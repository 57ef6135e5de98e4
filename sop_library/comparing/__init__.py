"""Two SOPs held against each other, step by step: versions, a variant and its base, a draft and what is in force."""
