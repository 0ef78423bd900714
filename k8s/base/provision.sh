#!/bin/sh
# Creates the topics and the share groups' settings; run it as often as you like.
# BOOTSTRAP: the brokers. PARTITIONS, REPLICATION: of each topic.
set -eu
: "${BOOTSTRAP:?expected host:port of the brokers}" "${PARTITIONS:=4}" "${REPLICATION:=1}"
bin=/opt/kafka/bin

topic() {
  name=$1
  shift
  "$bin/kafka-topics.sh" --bootstrap-server "$BOOTSTRAP" --create --if-not-exists --topic "$name" \
    --partitions "$PARTITIONS" --replication-factor "$REPLICATION" "$@"
}

# Facts are kept for ever, and share a number of partitions: one optimizer owns all of a study's.
for facts in bilevel.studies bilevel.checkpoints bilevel.scores bilevel.journal; do
  topic "$facts" --config retention.ms=-1 --config retention.bytes=-1
done
for work in bilevel.trials.roberta bilevel.fusions bilevel.models bilevel.dead-letters; do
  topic "$work"
done

for group in bilevel-trainers-roberta bilevel-fusion bilevel-evaluator; do
  "$bin/kafka-configs.sh" --bootstrap-server "$BOOTSTRAP" --alter --entity-type groups --entity-name "$group" \
    --add-config share.auto.offset.reset=earliest,share.record.lock.duration.ms=15000
done
