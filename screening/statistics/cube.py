"""Which counts may be told, once small ones are rounded?"""
