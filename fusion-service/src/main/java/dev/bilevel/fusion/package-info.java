package dev.bilevel.fusion;
