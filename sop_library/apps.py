from django.apps import AppConfig


class SopLibraryConfig(AppConfig):
    name = "sop_library"
    verbose_name = "SOP"
