"""Address of the first page."""

from django.urls import path

from frontend.today import views

urlpatterns = [path("", views.today, name="today")]
