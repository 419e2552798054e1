"""The press process: answers what is printed and passes on the rest. Imports no Django."""
