"""Makes a GPU of nothing, on which the CUDA path can be walked through where there is no GPU.

    python stand_in.py FOLDER

Fetches the build of PyTorch 2.7.1 for CUDA that JavaCPP has on Maven Central (640 MB), which leaves out what is NVIDIA's,
and compiles libraries that stand in for it: their device's memory is this process's, copies are copies, and kernels and
matrix products do nothing at all, but for filling a float tensor with a number. Every operator finds its CUDA code or
fails, tensors of two devices do not meet, and what goes to the device comes back; what is computed means nothing. Needs
gcc and nm. Then, with what is printed:

    LD_LIBRARY_PATH=… PYTORCH_LIBRARY_PATH=… ./bilevel finetune … --device cuda

A loss is whatever lies in that memory: long trainings end as diverged. Under a learning rate of 0 (the first step of a
warm-up) a checkpoint must be the one that a processor writes, bit for bit.
"""

import collections
import pathlib
import re
import subprocess
import sys
import urllib.request
import zipfile

CENTRAL = "https://repo.maven.apache.org/maven2"
BYTEDECO = f"{CENTRAL}/org/bytedeco"
PYTORCH = f"{BYTEDECO}/pytorch/2.7.1-1.5.12/pytorch-2.7.1-1.5.12-linux-x86_64-gpu.jar"
OPENBLAS = f"{BYTEDECO}/openblas/0.3.30-1.5.12/openblas-0.3.30-1.5.12-linux-x86_64.jar"
DJL = f"{CENTRAL}/ai/djl/pytorch/pytorch-jni/2.7.1-0.35.1/pytorch-jni-2.7.1-0.35.1.jar"

HEADER = """
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* A stream, an event, a descriptor: none holds anything, so that none has to be freed. */
static char thing[4096];
"""

# What must do or say something; every other function answers 0, which is success.
RUNTIME = {
    "cudaMalloc": "int cudaMalloc(void **p, size_t n) {"
    " *p = aligned_alloc(512, (n + 511) / 512 * 512); memset(*p, 0, n); return 0; }",
    "cudaHostAlloc": "int cudaHostAlloc(void **p, size_t n, unsigned f) { return cudaMalloc(p, n); }",
    "cudaFree": "int cudaFree(void *p) { free(p); return 0; }",
    "cudaFreeHost": "int cudaFreeHost(void *p) { free(p); return 0; }",
    "cudaMemcpy": "int cudaMemcpy(void *d, const void *s, size_t n, int k) { memcpy(d, s, n); return 0; }",
    "cudaMemcpyAsync": "int cudaMemcpyAsync(void *d, const void *s, size_t n, int k, void *t)"
    " { memcpy(d, s, n); return 0; }",
    "cudaMemset": "int cudaMemset(void *d, int v, size_t n) { memset(d, v, n); return 0; }",
    "cudaMemsetAsync": "int cudaMemsetAsync(void *d, int v, size_t n, void *t) { memset(d, v, n); return 0; }",
    "cudaMemGetInfo": "int cudaMemGetInfo(size_t *f, size_t *t) { *f = *t = (size_t)8 << 30; return 0; }",
    "cudaGetDeviceCount": "int cudaGetDeviceCount(int *n) { *n = 1; return 0; }",
    "cudaSetDevice": "int cudaSetDevice(int d) { return d == 0 ? 0 : 101; }",
    "cudaGetDevice": "int cudaGetDevice(int *d) { *d = 0; return 0; }",
    "cudaDriverGetVersion": "int cudaDriverGetVersion(int *v) { *v = 12080; return 0; }",
    "cudaRuntimeGetVersion": "int cudaRuntimeGetVersion(int *v) { *v = 12080; return 0; }",
    "cudaGetErrorString": "const char *cudaGetErrorString(int e)"
    ' { return e == 101 ? "invalid device ordinal" : e ? "an error" : "none"; }',
    "cudaGetErrorName": 'const char *cudaGetErrorName(int e) { return e ? "an error" : "no error"; }',
    "cudaStreamCreateWithPriority": "int cudaStreamCreateWithPriority(void **s, unsigned f, int p)"
    " { *s = thing; return 0; }",
    "cudaEventCreate": "int cudaEventCreate(void **e) { *e = thing; return 0; }",
    "cudaEventCreateWithFlags": "int cudaEventCreateWithFlags(void **e, unsigned f) { *e = thing; return 0; }",
    "cudaStreamIsCapturing": "int cudaStreamIsCapturing(void *s, int *c) { *c = 0; return 0; }",
    "cudaStreamGetCaptureInfo_v2": "int cudaStreamGetCaptureInfo_v2(void *s, int *c) { *c = 0; return 0; }",
    "cudaDeviceGetStreamPriorityRange": "int cudaDeviceGetStreamPriorityRange(int *l, int *g)"
    " { *l = 0; *g = -5; return 0; }",
    "cudaDeviceCanAccessPeer": "int cudaDeviceCanAccessPeer(int *c, int a, int b) { *c = 0; return 0; }",
    "cudaGetDriverEntryPoint": "int cudaGetDriverEntryPoint(const char *n, void **p) { *p = 0; return 1; }",
    "cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags":
    "int cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int *n) { *n = 4; return 0; }",
    "cudaPointerGetAttributes": "int cudaPointerGetAttributes(int *a, void *p)"
    " { a[0] = 2; a[1] = 0; ((void **)a)[1] = p; ((void **)a)[2] = p; return 0; }",
    # sharedSizeBytes, constSizeBytes, localSizeBytes, then threads, registers, versions, shared memory.
    "cudaFuncGetAttributes": "int cudaFuncGetAttributes(int *a) { memset(a, 0, 64);"
    " a[6] = 1024; a[7] = 32; a[8] = a[9] = 90; a[11] = 200000; return 0; }",
    # Threads of a block, warp, multiprocessors, capability, threads and shared memory of a multiprocessor.
    "cudaDeviceGetAttribute": "int cudaDeviceGetAttribute(int *v, int a) { *v = a == 1 ? 1024 : a == 10 ? 32 :"
    " a == 16 ? 132 : a == 75 ? 9 : a == 76 ? 0 : a == 39 ? 2048 : a == 8 ? 49152 : a == 97 ? 232448 :"
    " a == 81 ? 233472 : 1; return 0; }",
    "cudaGetDeviceProperties_v2": """
struct properties {
    char name[256], uuid[16], luid[8]; unsigned node; size_t memory, shared; int registers, warp; size_t pitch;
    int threads, block[3], grid[3], clock; size_t constant; int major, minor; size_t alignment, pitched;
    int overlap, processors; };
int cudaGetDeviceProperties_v2(struct properties *p, int d) {
    for (int i = 0; i < 1032 / 4; i++) ((int *)p)[i] = 2048;
    memset(p, 0, 256); strcpy(p->name, "a GPU of nothing");
    p->memory = (size_t)8 << 30; p->shared = 49152; p->registers = 65536; p->warp = 32; p->threads = 1024;
    p->block[0] = p->block[1] = 1024; p->block[2] = 64; p->grid[0] = 2147483647; p->grid[1] = p->grid[2] = 65535;
    p->major = 9; p->minor = 0; p->alignment = 512; p->pitched = 32; p->processors = 132; return 0; }""",
    "__cudaRegisterFatBinary": "void **__cudaRegisterFatBinary(void *p) { static void *h[64]; return h; }",
    # The one kernel that works: vectorized_elementwise_kernel(int n, FillFunctor<float> value, array<char *, 1> to).
    "__cudaRegisterFunction": """
static const void *fills[64]; static int known; static long launches;
int __cudaRegisterFunction(void **h, const void *host, char *d, const char *name) {
    if (known < 64 && strstr(name, "FillFunctorIfE") && strstr(name, "vectorized")) fills[known++] = host;
    return 0; }
int cudaLaunchKernel(const void *host, unsigned long g0, unsigned g1, unsigned long b0, unsigned b1, void **a) {
    launches++;
    for (int i = 0; i < known; i++)
        if (fills[i] == host)
            for (int j = 0; j < *(int *)a[0]; j++) (*(float **)a[2])[j] = *(float *)a[1];
    return 0; }
int cudaLaunchKernelExC() { launches++; return 0; }
__attribute__((destructor)) static void told(void) {
    if (launches) fprintf(stderr, "%ld kernels did nothing\\n", launches); }""",
    "cudaLaunchKernel": "",
    "cudaLaunchKernelExC": "",
    "cublasCreate_v2": "int cublasCreate_v2(void **h) { *h = thing; return 0; }",
    "cublasGetMathMode": "int cublasGetMathMode(void *h, int *m) { *m = 0; return 0; }",
    "cublasGetPointerMode_v2": "int cublasGetPointerMode_v2(void *h, int *m) { *m = 0; return 0; }",
    "cublasLtMatmulDescCreate": "int cublasLtMatmulDescCreate(void **h) { *h = thing; return 0; }",
    "cublasLtMatmulPreferenceCreate": "int cublasLtMatmulPreferenceCreate(void **h) { *h = thing; return 0; }",
    "cublasLtMatrixLayoutCreate": "int cublasLtMatrixLayoutCreate(void **h) { *h = thing; return 0; }",
    "cublasLtMatmulAlgoGetHeuristic": "int cublasLtMatmulAlgoGetHeuristic(void *a, void *b, void *c, void *d, void *e,"
    " void *f, void *g, int n, void *r, int *found) { *found = 1; return 0; }",
    "cuDevicePrimaryCtxGetState": "int cuDevicePrimaryCtxGetState(int d, unsigned *f, int *a)"
    " { *f = 0; *a = 1; return 0; }",
    "cuCtxGetCurrent": "int cuCtxGetCurrent(void **c) { *c = (void *)1; return 0; }",
}

# Opened by name when they are needed.
DRIVER = {
    "libcuda.so.1": [
        "cuCtxGetCurrent", "cuCtxSetCurrent", "cuDevicePrimaryCtxGetState", "cuDevicePrimaryCtxRetain",
        "cuGetErrorString", "cuPointerGetAttribute", "cuModuleLoadData", "cuModuleGetFunction", "cuLaunchKernel",
        "cuMemGetAddressRange_v2", "cuInit", "cuDeviceGet", "cuDeviceGetCount",
    ],
    "libnvrtc.so.12": [
        "nvrtcVersion", "nvrtcCreateProgram", "nvrtcDestroyProgram", "nvrtcCompileProgram", "nvrtcGetPTXSize",
        "nvrtcGetPTX", "nvrtcGetErrorString", "nvrtcGetProgramLogSize", "nvrtcGetProgramLog", "nvrtcGetLoweredName",
        "nvrtcAddNameExpression", "nvrtcGetCUBINSize", "nvrtcGetCUBIN",
    ],
}  # fmt: skip

NVIDIA = [
    "libcudart.so.12", "libcublas.so.12", "libcublasLt.so.12", "libcudnn.so.9", "libcufft.so.11", "libcufile.so.0",
    "libcupti.so.12", "libcurand.so.10", "libcusolver.so.11", "libcusparse.so.12",
]  # fmt: skip


def fetch(url, into, wanted):
    """Libraries of an archive, without its folders."""
    into.mkdir(parents=True, exist_ok=True)
    archive = into / url.rsplit("/", 1)[1]
    if not archive.exists():
        part, _ = urllib.request.urlretrieve(url, archive.with_suffix(".part"))
        pathlib.Path(part).rename(archive)
    with zipfile.ZipFile(archive) as jar:
        for name in jar.namelist():
            if re.search(wanted, name):
                (into / name.rsplit("/", 1)[1]).write_bytes(jar.read(name))
    return into


def asked_for(libraries):
    """The functions that they want of each library of NVIDIA's."""
    wanted = collections.defaultdict(set)
    for library in libraries:
        symbols = subprocess.run(["nm", "-D", library], capture_output=True, text=True, check=True).stdout
        for line in symbols.splitlines():
            versioned = re.match(r"\s+[Uw] (\S+?)@+(lib\S+)$", line)
            plain = re.match(r"\s+U ((?:cu|__cu)da\w+)$", line)
            if versioned:
                wanted[versioned[2]].add(versioned[1])
            elif plain:
                wanted["libcudart.so.12"].add(plain[1])
    return wanted


def build(library, functions, folder):
    # Those that others call stand first.
    ordered = sorted(functions, key=lambda name: (name != "cudaMalloc", name))
    code = folder / f"{library}.c"
    code.write_text(HEADER + "\n".join(RUNTIME.get(name, f"int {name}() {{ return 0; }}") for name in ordered) + "\n")
    versions = folder / f"{library}.map"
    versions.write_text(f"{library} {{ global: *; }};\n")
    version = [f"-Wl,--version-script={versions}"] if library in NVIDIA else []
    out = ["-o", folder / library, f"-Wl,-soname,{library}"]
    subprocess.run(["gcc", "-shared", "-fPIC", "-w", *out, *version, code], check=True)


def main():
    folder = pathlib.Path(sys.argv[1]).absolute()
    torch = fetch(PYTORCH, folder / "torch", r"/lib(torch|c10|gomp)[^/]*\.so[.0-9]*$")
    nvidia = fetch(OPENBLAS, folder / "nvidia", r"/lib(openblas|gfortran|quadmath)\.so[.0-9]*$")
    djl = fetch(DJL, folder / "djl", r"linux-x86_64/cu128/libdjl_torch\.so$")
    wanted = asked_for([*torch.glob("*.so"), *djl.glob("*.so")])
    for library in NVIDIA:
        build(library, wanted[library], nvidia)
    for library, functions in DRIVER.items():
        build(library, functions, nvidia)
    print(f"LD_LIBRARY_PATH={nvidia} PYTORCH_LIBRARY_PATH={torch}")


if __name__ == "__main__":
    main()
