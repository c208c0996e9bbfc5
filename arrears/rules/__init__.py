"""Arithmetic and deadlines of the landlord: pure, no Django, no clock, no database."""
