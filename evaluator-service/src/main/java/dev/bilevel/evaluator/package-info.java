package dev.bilevel.evaluator;
