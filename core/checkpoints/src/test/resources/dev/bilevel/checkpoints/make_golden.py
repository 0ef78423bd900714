"""Makes golden.safetensors with the reference implementation: pip install safetensors==0.8.0 numpy."""

import pathlib

import numpy as np
import safetensors


alive = []  # the serialiser takes addresses


def entry(dtype, array):
    alive.append(array)
    return safetensors.TensorSpec(
        dtype=dtype, shape=list(array.shape), data_ptr=array.ctypes.data, data_len=array.nbytes
    )


single = np.array([[0.1, -0.0, 3.4028235e38], [1e-45, -2.5, 65504.0]], dtype="<f4")
tensors = {
    "encoder.weight": entry("float32", single),
    "encoder.half": entry("float16", np.array([1.5, -0.1, 6e-8, 65504.0], dtype="<f2")),
    # numpy has no bf16: the upper halves of 1.0, -2.5 and the largest number below infinity.
    "encoder.brain": entry("bfloat16", np.array([0x3F80, 0xC020, 0x7F7F], dtype="<u2")),
    "encoder.double": entry("float64", np.array([1 / 3], dtype="<f8")),
    "position_ids": entry("int64", np.arange(5, dtype="<i8").reshape(1, 5)),
    "mask": entry("bool", np.array([True, False, True])),
    "scalar": entry("float32", np.array(7.0, dtype="<f4")),
    "empty": entry("float32", np.zeros((0, 3), dtype="<f4")),
    "a \"name\" with ünïcode": entry("uint8", np.array([1, 2, 255], dtype="u1")),
}
here = pathlib.Path(__file__).parent
(here / "golden.safetensors").write_bytes(safetensors.serialize(tensors, {"format": "pt"}))
print(safetensors.__version__)
