/* Peers: the tools that people would use instead. They take part in the rounds, and must find the
 * same count, but are not ranked: they have a table of their own. */
#ifndef PEERS_H
#define PEERS_H

#include "measure/options.h"
#include "record/results.h"

/* Adds the project's own peers (--peers), and those from --peer and --peer-lines. A peer whose
 * program doesn't exist is skipped, and the reason says what to do. A malformed specification ends
 * the program with exit code 2. */
void peers_select(struct results *results, const struct run_options *options);

/* Runs a peer once on the file at `path`, which has so many matches. Its search time is that of the
 * whole process. False if the sample can't be used: then the peer's status and reason are set, or
 * run_interrupted is. */
bool peer_sample_take(struct peer *peer, const char *path, uint64_t matches, uint64_t timeout_ns,
                      struct sample *sample);

/* A sample's time, scaled to a text of so many bytes: if it searched only the first lines,
 * everything but the start-up time is multiplied. */
uint64_t peer_whole_ns(const struct peer *peer, uint64_t bytes, uint64_t wall_ns);

#endif
