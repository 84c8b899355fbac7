/* The tools that people would use instead: which there are, and one sample of one. They take part
 * in the rounds, are held to the same count, and rank nowhere: they have a table of their own. */
#ifndef PEERS_H
#define PEERS_H

#include "measure/options.h"
#include "record/results.h"

/* Adds the project's own peers, where --peers asks for them, and those that --peer and --peer-lines
 * give. One whose program is not there is skipped, with what to do. Ends the program, with exit
 * code 2, for a specification that is none. */
void peers_select(struct results *results, const struct run_options *options);

/* Runs a peer once on the file at `path`, which has so many matches. Its search time is that of the
 * whole process. False where the sample is not to be used: then the peer's status and reason are
 * set, or run_interrupted is. */
bool peer_sample_take(struct peer *peer, const char *path, uint64_t matches, uint64_t timeout_ns,
                      struct sample *sample);

/* What a sample says of a text of so many bytes: its time, or where it searched the first lines
 * only, that time with all beyond the start-up multiplied. */
uint64_t peer_whole_ns(const struct peer *peer, uint64_t bytes, uint64_t wall_ns);

#endif
