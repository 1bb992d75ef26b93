"""Why a paper was read as it was: pictures of its pages after every stage, and a page of HTML that shows them in order.

The pictures are drawn from what the stages tell (`digitize/trace.py`); nothing here reads or decides anything.
"""
