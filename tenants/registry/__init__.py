"""The registry of provinces and regencies: read from the files beside it, copied into the shared schema."""
