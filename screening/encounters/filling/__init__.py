"""How is a visit filled in, from the first question to the submit?"""
