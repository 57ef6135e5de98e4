"""The demo: everything Rangkul needs, started on one machine by one command and stopped by Ctrl-C."""
