/* Which programs keep the cores busy. */
#ifndef BUSIEST_H
#define BUSIEST_H

#include <stdint.h>

/* The CPU time of every process so far; `root` is as in host.h. busiest_free() it. */
struct busiest *busiest_look(const char *root);
void busiest_free(struct busiest *before);

/* The other programs that have used the cores most since then, `ns` ago: "cc1 1.62, ld 0.20", in
 * cores. Processes of the same name are added up; those that started and ended in between are not
 * seen. NULL if none used much; free() it. */
char *busiest_since(const char *root, const struct busiest *before, uint64_t ns);

#endif
