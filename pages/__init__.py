"""The screens of the dashboard, one module each; `app.py` routes to them."""
