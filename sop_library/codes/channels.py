"""The ways a report reaches an office: the codes kept with reports and cases. Screens have the words for them."""

CHANNELS: tuple[str, ...] = (
    "datang", "telepon", "whatsapp", "website", "surat", "rujukan", "penjangkauan", "media",
)  # fmt: skip
