"""The checkout's door: `streamlit run app.py` serves the pages, and the addresses for programs."""

from pathlib import Path

import streamlit as st

from kg.ui import main

# Streamlit finds the app by reading this line: it must stay a literal call.
app = st.App(
    Path(__file__).parent / "kg/ui/main.py",
    routes=main.routes(),
    middleware=main.middleware(),
)
