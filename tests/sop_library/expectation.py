"""What a catalogue file must print, worked out from the transcription alone: way to the value -> value."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from tests.sop_library.sources import leaves, remarks, transcription

Way = tuple[str | int, ...]
KIND = {"fixed": "standard", "range": "range", "as_agreed": "as_agreed", "not_stated": "none", "conflict": "conflict"}
HEADER = {
    "judul_sop": "title",
    "no_sk_label": "decree_label",
    "no_sk": "decree",
    "nomor_sop": "number",
    "tanggal_pembuatan": "created",
    "tanggal_revisi": "revised",
    "tanggal_efektif": "effective",
}
APPROVAL = {
    "disahkan_oleh": "post",
    "disahkan_nama": "name",
    "disahkan_pangkat": "rank",
    "disahkan_nip": "nip",
}
BOXES = {
    "legal_basis": "legal_basis",
    "kualifikasi_pelaksana": "qualifications",
    "sarana_prasarana": "equipment",
    "pencatatan_pendataan": "records",
}


def said(remark: str | None) -> str | None:
    """A transcriber's remark in the words of the screen."""
    return None if remark is None else remarks()["remarks"][remark]


@cache
def expected(name: str, keys: tuple[str, ...]) -> Mapping[Way, Any]:
    """Everything the source prints of this SOP. `keys` are the catalogue's step keys, in order."""
    truth = transcription(name)
    document: dict[str, Any] = {
        "title": truth["title"],
        "regency": truth["regency"]["kemendagri_code"],
        "header": _header(truth),
        "standard": _standard(truth),
        "steps": [_step(step) for step in truth["steps"]],
        "source": {"lines": truth["source"]["lines"], "sha256": truth["source"]["sha256"]},
        "anomalies": [_anomaly(truth["id"], found) for found in truth["anomalies"]],
    }
    document |= {ours: _entries(truth[theirs]) for theirs, ours in BOXES.items() if truth.get(theirs)}
    lists = {"columns": _columns(truth), "narrative": _narrative(truth, keys), "limits": _limits(truth)}
    document |= {field: entries for field, entries in lists.items() if entries}
    for theirs, ours in {"table_title": "title_in_table", "keterkaitan": "related", "catatan": "note"}.items():
        if truth.get(theirs):
            document[ours] = truth[theirs]
    if truth["source"].get("part"):
        document["source"]["part"] = truth["source"]["part"]
        document["source"]["document"] = truth["source"]["document"]
    if truth.get("preconditions"):
        document["preconditions"] = [{"text": found["text"]} for found in truth["preconditions"]]
    if "column_headers_verbatim" in truth:
        document["headings"] = list(_headings(truth["column_headers_verbatim"]))
    return MappingProxyType(dict(leaves(document)) | dict(_form_labels(truth)))


def _header(truth: dict[str, Any]) -> dict[str, Any]:
    header, agency = truth["header"], truth["agency"]
    found: dict[str, Any] = {"office": header.get("instansi") or agency["name"], "approved_by": None}
    for theirs, ours in {"unit": "unit", "address_line": "address"}.items():
        if agency.get(theirs):
            found[ours] = agency[theirs]
    for theirs, ours in HEADER.items():
        wanted = theirs in header and (theirs not in ("no_sk", "no_sk_label") or header.get("no_sk_label"))
        if wanted:
            found[ours] = header[theirs]
    found.setdefault("number", None)
    if header["disahkan_oleh"]:
        found["approved_by"] = {ours: header.get(theirs) for theirs, ours in APPROVAL.items()}
    return found


def _entries(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for entry in entries:
        row = {"text": entry["text"]}
        if "number_verbatim" in entry:
            row["number"] = entry["number_verbatim"]
        if "basis" in entry:
            row["basis"] = said(entry["basis"])
        found.append(row)
    return found


def _standard(truth: dict[str, Any]) -> dict[str, Any]:
    fee = {"printed": truth["cost"]["verbatim"], "amount_idr": truth["cost"]["amount_idr"]}
    lists = {"requirements": _entries(truth["requirements"]), "products": _entries(truth["products"])}
    lists["contacts"] = [_with_remarks(contact, "kind", "value") for contact in truth["contacts"]]
    found: dict[str, Any] = {"fee": fee} | {field: entries for field, entries in lists.items() if entries}
    found["fee"] |= {key: said(truth["cost"][key]) for key in ("where", "note") if truth["cost"].get(key)}
    if truth["total_time"]["verbatim"]:
        found["total_time"] = {**_time(truth["total_time"]), "scope": said(truth["total_time"]["scope"])}
    if "complaint_channel" in truth:
        channel = truth["complaint_channel"]
        found["complaints"] = {"heading": channel["heading"], "content": said(channel["content"])}
    return found


def _with_remarks(entry: dict[str, Any], *fields: str) -> dict[str, Any]:
    kept = {field: entry[field] for field in fields}
    return kept | {key: said(entry[key]) for key in ("where", "note") if entry.get(key)}


def _time(time: dict[str, Any]) -> dict[str, Any]:
    kind = KIND[time["kind"]]
    found: dict[str, Any] = {"kind": kind}
    if time["verbatim"]:
        found["printed"] = time["verbatim"]
    if kind == "standard":
        found["amount"] = time["max"]
    elif kind in ("range", "conflict"):
        found |= {"from": time["min"], "to": time["max"]}
    if time["calendar"]:
        days_unsaid = time.get("ambiguous") and "hari" in time["verbatim"].lower()
        found["clock"] = "unsaid" if days_unsaid else {"clock": "clock", "working_days": "working"}[time["calendar"]]
    if time.get("ambiguous"):
        found["ambiguous"] = True
    return found | {key: said(time[key]) for key in ("source", "note") if time.get(key)}


def _step(step: dict[str, Any]) -> dict[str, Any]:
    cells = {
        "section": "section",
        "kelengkapan": "printed_needs",
        "output": "printed_output",
        "forms": "printed_forms",
        "fee": "fee",
        "keterangan": "remarks",
        "as_printed": "as_printed",
    }
    found: dict[str, Any] = {"step": step["number_verbatim"], "text": step["text"], "time": _time(step["time"])}
    found |= {ours: step[theirs] for theirs, ours in cells.items() if step.get(theirs)}
    if step["actors"]["lane_marks"]:
        found["marks"] = step["actors"]["lane_marks"]
    if "lane_set" in step:
        found["page"] = int(step["lane_set"].removeprefix("page"))
    if "alignment" in step:
        found["alignment"] = {"changed": step["alignment"]["changed_from_print"]}
        if step["alignment"]["basis"]:
            found["alignment"]["basis"] = said(step["alignment"]["basis"])
    return found


def _columns(truth: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for lane in truth["lanes"] or []:
        if "labels" in lane:
            found += [{"page": lane["page"], "label": label} for label in lane["labels"]]
        else:
            found.append({"page": 1, "label": lane["label_verbatim"]})
    if found:
        found[0]["note"] = said(truth["lanes_note"])
    return found


def _headings(headings: list[str] | dict[str, list[str]]) -> Iterator[str]:
    rows = headings.values() if isinstance(headings, dict) else [headings]
    for row in rows:
        yield from (heading for heading in row if heading)


def _narrative(truth: dict[str, Any], keys: tuple[str, ...]) -> list[dict[str, Any]]:
    told = [
        {
            "number": line["number_verbatim"],
            "text": line["text"],
            "steps": [
                key
                for key, step in zip(keys, truth["steps"], strict=True)
                if line["seq"] in step.get("narrative_refs", [])
            ],
        }
        for line in truth.get("narrative_steps", [])
    ]
    for field, title in {"list_text": "Sistem, Mekanisme dan Prosedur", "time_list_text": "Waktu Penyelesaian"}.items():
        told += [
            {"number": step["number_verbatim"], "text": step[field], "steps": [key], "list": title}
            for key, step in zip(keys, truth["steps"], strict=True)
            if field in step
        ]
    return told


def _limits(truth: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"printed": found["verbatim"], "amount": found["max"], "where": said(found["where"])}
        for found in truth.get("deadlines", [])
    ]


def _anomaly(transcript: str, found: dict[str, Any]) -> dict[str, Any]:
    row = {key: found[key] for key in ("id", "quote", "kind")}
    row["note"] = remarks()["anomalies"][transcript][found["id"]]
    if found.get("where"):
        row["where"] = said(found["where"])
    return row


def _form_labels(truth: dict[str, Any]) -> Iterator[tuple[Way, str]]:
    for found in truth.get("form_catalogue", []):
        if found["meaning"] is not None:
            yield ("forms", found["form"].lower().replace(" ", "-"), "label"), found["form"]
