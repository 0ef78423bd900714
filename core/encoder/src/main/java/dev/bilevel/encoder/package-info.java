package dev.bilevel.encoder;
