"""The template of an office: built once for each state of the migrations, replayed for each office."""
