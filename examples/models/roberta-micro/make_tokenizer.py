#!/usr/bin/env python3
"""Trains the byte-level BPE tokenizer of roberta-micro on the quickstart's train file and writes tokenizer.json.

    pip install tokenizers==0.23.2
    python3 examples/models/roberta-micro/make_tokenizer.py

Same layout as roberta-base: the same special tokens with the same ids (but <mask>, which is last there and 4 here),
the same pre-tokenizer and post-processor. Nothing needs this script unless the quickstart's data changes.
"""

import json
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors, trainers

HERE = Path(__file__).parent
TRAIN = HERE.parent.parent / "data" / "SST-2" / "train.tsv"
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]

config = json.loads((HERE / "config.json").read_text())
sentences = [line.split("\t")[0] for line in TRAIN.read_text(encoding="utf-8").splitlines()[1:]]

tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=True)
tokenizer.decoder = decoders.ByteLevel()
tokenizer.train_from_iterator(
    sentences,
    trainers.BpeTrainer(
        vocab_size=config["vocab_size"],
        min_frequency=2,
        special_tokens=[AddedToken(text, normalized=False, special=True) for text in SPECIAL],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    ),
)
tokenizer.post_processor = processors.RobertaProcessing(
    ("</s>", config["eos_token_id"]), ("<s>", config["bos_token_id"]), trim_offsets=True, add_prefix_space=False
)

ids = [tokenizer.token_to_id(text) for text in SPECIAL]
assert ids == [0, 1, 2, 3, 4], ids
assert tokenizer.get_vocab_size() == config["vocab_size"], (tokenizer.get_vocab_size(), config["vocab_size"])
tokenizer.save(str(HERE / "tokenizer.json"))

lengths = [len(tokenizer.encode(sentence).ids) for sentence in sentences]
print(f"{tokenizer.get_vocab_size()} tokens; a sentence has {sum(lengths) / len(lengths):.1f}, at most {max(lengths)}")
