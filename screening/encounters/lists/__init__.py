"""Which screenings does a clinician find, and how?"""
