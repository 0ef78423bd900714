/// Settings, and the Kafka clients and waiting times that are made from them.
package dev.bilevel.optimizer.config;
