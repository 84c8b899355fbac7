#include "roots.h"
#include "base/strings.h"

#include <err.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

char *roots_new(void)
{
    const char *folder = getenv("TMPDIR");
    char *root = format_string("%s/root-XXXXXX", folder ? folder : "/tmp");
    if (!mkdtemp(root))
        err(1, "%s", root);
    return root;
}

static int drop(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

void roots_drop(char *root)
{
    if (nftw(root, drop, 16, FTW_DEPTH | FTW_PHYS) != 0)
        warn("%s", root);
    free(root);
}

void roots_put(const char *root, const char *path, const char *text)
{
    char *whole = format_string("%s%s", root, path);
    for (char *slash = whole + strlen(root); (slash = strchr(slash + 1, '/'));) {
        *slash = '\0';
        if (mkdir(whole, 0777) < 0 && errno != EEXIST)
            err(1, "%s", whole);
        *slash = '/';
    }
    FILE *file = fopen(whole, "we");
    if (!file || fputs(text, file) == EOF || fclose(file) != 0)
        err(1, "%s", whole);
    free(whole);
}
