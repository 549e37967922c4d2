"""What does the clinician add to a result, and how is it signed, amended or taken back?"""
