"""Does a stored decision still follow from its answers?"""
