"""What does a clinician see of a result, and why?"""
