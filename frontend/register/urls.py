"""Addresses of the register."""

from django.urls import path

from frontend.register import views

urlpatterns = [
    path("kasus/", views.register_page, name="register"),
    path("kasus/unduhan/", views.register_csv, name="register_csv"),
]
