"""Backup and restore of a Callboard: `python -m deploy.backup create|verify|restore FOLDER`.

A backup is one moment of the three databases, with the events that wait in their outboxes, and of the
streams, with the events that were published and not consumed, and the dead letters. Its folder has the
layout that MongoDB's and NATS' own tools read:

    manifest.json                         counts, SHA-256 of every file; written last
    databases/<database>/<collection>.bson            as of mongodump
    databases/<database>/<collection>.metadata.json
    streams/<STREAM>/backup.json          as of `nats stream backup`
    streams/<STREAM>/stream.tar.s2

How the moment is chosen, in this order, and why nothing is lost and nothing doubled:

1. the consumers' positions: what was acknowledged before is in the databases;
2. the last sequence of each stream, a cluster time of each database, and the sequences again, until no
   event was published in between. Every event of an aggregate's state at that time is then in its outbox,
   or in its stream at or before the sequence, or in both, of which consumers make one. What is in a stream
   after the sequence is in an outbox or is of a later state: it is not restored;
3. the documents at exactly that cluster time, whatever is written meanwhile;
4. the streams.

The other way round, an event published after the streams and struck off before the databases would be lost.
"""
