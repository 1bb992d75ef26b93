"""The numbers a network works with."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
