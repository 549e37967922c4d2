"""How does a screening leave the product?"""
