package dev.bilevel.glue;
