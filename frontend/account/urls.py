"""Addresses of one's own account. The names are those allauth looks for."""

from django.urls import path

from frontend.account import views

urlpatterns = [
    path("masuk/", views.login, name="account_login"),
    path("masuk/selesai/", views.signed_in, name="signed_in"),
    path("keluar/", views.logout, name="account_logout"),
    path("sandi/", views.change_password, name="account_change_password"),
    path("setelan/", views.settings, name="settings"),
    path("bahasa/", views.language, name="language"),
]
