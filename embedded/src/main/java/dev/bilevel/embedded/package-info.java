package dev.bilevel.embedded;
