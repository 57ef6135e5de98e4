"""The pretended demo."""

from tests.demo.pretended import demo

demo()
