"""SPARQL from outside, evaluated in processes that can be killed; saved questions."""
