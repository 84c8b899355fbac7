/* Which programs use the cores. */
#ifndef BUSIEST_H
#define BUSIEST_H

#include <stdint.h>

/* What every process has used so far; `root` as in host.h. busiest_free() it. */
struct busiest *busiest_look(const char *root);
void busiest_free(struct busiest *before);

/* The programs other than this one that have used the cores most since, `ns` ago: "cc1 1.62, ld
 * 0.20", in cores' worth, processes of one name added up. NULL where none did to speak of; free()
 * it. Those that came and went in between are not seen. */
char *busiest_since(const char *root, const struct busiest *before, uint64_t ns);

#endif
