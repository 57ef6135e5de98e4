"""`python -m sop_library.forms.publish`: writes the digest of every new version into published.json.

A version that is already there with another digest is refused: raise `version` in its definition instead.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from sop_library.forms.definition import FormDefinition
from sop_library.forms.shipped import library, published
from sop_library.forms.source import DefinitionFaults

LEDGER = Path(__file__).parent / "published.json"


def with_new_versions(
    known: Mapping[str, Mapping[str, str]], forms: Mapping[str, FormDefinition]
) -> dict[str, dict[str, str]]:
    """The ledger with the versions of `forms` added; what is in it stays as it is."""
    ledger = {key: dict(versions) for key, versions in known.items()}
    for key, form in forms.items():
        ledger.setdefault(key, {}).setdefault(str(form.version), form.digest)
    return {key: ledger[key] for key in sorted(ledger)}


def main() -> int:
    """Write the ledger; return 1 and name the faults when a definition or a published version is wrong."""
    try:
        forms = library()
    except DefinitionFaults as error:
        sys.stderr.write(f"{error}\n")
        return 1
    LEDGER.write_text(json.dumps(with_new_versions(published(), forms), indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
