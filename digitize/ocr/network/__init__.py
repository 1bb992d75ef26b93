"""Tesseract's own network, run by ONNX Runtime: all rows of a page at once instead of one step of one row after another.

`model_file` parses Tesseract's trained data, `graph` writes its layers as an ONNX graph, `strips` cuts rows out of a page as
the network was taught to see them, `spelling` makes words of its probabilities, `dictionary` knows the words it was taught.
"""
