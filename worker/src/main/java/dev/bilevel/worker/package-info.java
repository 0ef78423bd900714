package dev.bilevel.worker;
