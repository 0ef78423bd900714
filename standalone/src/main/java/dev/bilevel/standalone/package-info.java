package dev.bilevel.standalone;
