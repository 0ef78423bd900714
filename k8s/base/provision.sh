#!/bin/sh
# Creates the topics and the share groups' settings; run it as often as you like.
# BOOTSTRAP: the brokers. PARTITIONS: of the facts. REPLICATION: of everything.
set -eu
: "${BOOTSTRAP:?expected host:port of the brokers}" "${PARTITIONS:=4}" "${REPLICATION:=1}"
bin=/opt/kafka/bin

# Everything is kept for ever, work included: a study is small, and what was asked of whom is part of its story.
topic() {
  "$bin/kafka-topics.sh" --bootstrap-server "$BOOTSTRAP" --create --if-not-exists --topic "$1" \
    --partitions "$2" --replication-factor "$REPLICATION" \
    --config retention.ms=-1 --config retention.bytes=-1 --config max.message.bytes=2097152
}

# Facts share a number of partitions: one optimizer owns all of a study's.
for facts in bilevel.studies bilevel.checkpoints bilevel.scores bilevel.journal; do
  topic "$facts" "$PARTITIONS"
done
for work in bilevel.trials.roberta bilevel.fusions bilevel.models bilevel.releases; do
  topic "$work" 4
done
topic bilevel.dead-letters 1

# Suggestions are made inside transactions: one that was aborted was never made. What a dead worker held is free again
# after 15 s.
for group in bilevel-trainers-roberta bilevel-fusion bilevel-evaluator; do
  "$bin/kafka-configs.sh" --bootstrap-server "$BOOTSTRAP" --alter --entity-type groups --entity-name "$group" --add-config \
    share.auto.offset.reset=earliest,share.isolation.level=read_committed,share.record.lock.duration.ms=15000
done
