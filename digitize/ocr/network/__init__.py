"""Tesseract's own network, run by ONNX Runtime: all rows of a page at once instead of one step of one row after another.

`model_file` parses Tesseract's trained data, `layers` tells its parts, `column_graph` and `row_graph` write them as ONNX graphs,
`network` runs those over `batches` of what `strips` cuts out of a page as the network was taught to see it. `spelling` makes words of its
probabilities, `dictionary` knows the words it was taught, `doubted_words` has them looked at again.
"""
