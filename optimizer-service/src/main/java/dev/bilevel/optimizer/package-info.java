package dev.bilevel.optimizer;
