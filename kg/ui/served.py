"""The app as `kg app` serves it: the pages, and the addresses for programs beside them."""

from pathlib import Path
from threading import Thread

import streamlit as st

from kg.ui import main

# Streamlit finds the app by reading this line: it must stay a literal call.
app = st.App(Path(__file__).parent / "main.py", routes=main.routes(), middleware=main.middleware())
# Whoever opens the first page finds the rest ready soon.
Thread(target=main.prepare, name="prepare", daemon=True).start()
