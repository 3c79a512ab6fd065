"""Headers of models as offices have them, by their numbers alone."""

from models.gguf import GgufHeader

MIB = 2**20


def header(
    *, blocks: int, width: int, inner: int, heads: int, heads_kv: int, vocabulary: int, total: int,
    matrices: tuple[int, ...],
) -> GgufHeader:  # fmt: skip
    size = width // heads
    return GgufHeader(
        architecture="llama", name="", kind="model", file_type="Q4_K_M", vocabulary="v",
        vocabulary_size=vocabulary, context_length=32_768, block_count=blocks,
        embedding_length=width, head_count=heads, head_count_kv=heads_kv,
        head_count_kv_sum=blocks * heads_kv, head_size=size, value_size=size, is_causal=True,
        split_count=0, tensor_count=9 * blocks + 3, parameter_count=2 * total,
        parameter_bytes=total, size_bytes=total, keys=(), vocabulary_bytes=matrices,
        feed_forward_length=inner,
    )  # fmt: skip


# Mistral 7B in Q4_K_M: input in Q4_K, output in Q6_K.
SEVEN_B = header(
    blocks=32, width=4096, inner=14_336, heads=32, heads_kv=8, vocabulary=32_000,
    total=4_368_000_000, matrices=(73_728_000, 107_520_000),
)  # fmt: skip
# A Llama 3.2 1B: one matrix for input and output, in Q6_K.
ONE_B = header(
    blocks=16, width=2048, inner=8192, heads=32, heads_kv=8, vocabulary=128_256, total=807_000_000,
    matrices=(215_470_080,),
)  # fmt: skip


def synthetic(blocks: int, width: int, inner: int) -> GgufHeader:
    """As tests/bench/synthetic.py writes them: all in Q4_K, the output in Q6_K."""
    block = (2 * width * width + width * width // 2 + 3 * width * inner) * 144 // 256 + 8 * width
    matrices = (49_152 * width * 144 // 256, 49_152 * width * 210 // 256)
    return header(
        blocks=blocks, width=width, inner=inner, heads=32, heads_kv=8, vocabulary=49_152,
        total=blocks * block + sum(matrices), matrices=matrices,
    )  # fmt: skip


# As tests/bench/synthetic.py writes "qwen2" and "gemma": one matrix is input and output.
QWEN = header(
    blocks=24, width=1024, inner=4864, heads=16, heads_kv=2, vocabulary=65_000, total=271_333_888,
    matrices=(37_440_000,),
)  # fmt: skip
GEMMA = header(
    blocks=6, width=2048, inner=16_384, heads=8, heads_kv=1, vocabulary=65_000, total=446_575_616,
    matrices=(74_880_000,),
)  # fmt: skip
# The embedded model in Q8_0.
NANO = header(
    blocks=30, width=576, inner=1536, heads=9, heads_kv=3, vocabulary=49_152, total=143_025_408,
    matrices=(30_081_024,),
)  # fmt: skip
