package dev.bilevel.checkpoints;
