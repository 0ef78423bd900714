package dev.bilevel.study;
