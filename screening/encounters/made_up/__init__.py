"""What do the synthetic patients of a demonstration answer?"""
