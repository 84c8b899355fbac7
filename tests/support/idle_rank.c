/* A rank that gets ready with the others, makes the file TEXT.ready, and then searches nothing:
 * idle_rank wait|die TEXT. */
#include "variants/ranks.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const struct variant variant; /* the driver's, which is not used */

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    ranks_start();
    ranks_together.begin(&(struct workload){.path = argv[2]});
    char ready[4096];
    snprintf(ready, sizeof ready, "%s.ready", argv[2]);
    FILE *file = fopen(ready, "we");
    if (file)
        fclose(file);
    if (strcmp(argv[1], "die") == 0)
        raise(SIGKILL);
    for (;;)
        pause();
}
