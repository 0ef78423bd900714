package dev.bilevel.trainer;
