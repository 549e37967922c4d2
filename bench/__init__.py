"""What does Algia cost, against a baseline measured in the same rounds? Never a test, never a gate."""
