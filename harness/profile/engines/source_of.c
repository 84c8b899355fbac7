#include "profile/engines/source_of.h"

#include "system/machine.h"

#include <string.h>

enum profile_category category_of_source(const char *source)
{
    const char *root = machine_source_dir();
    size_t length = strlen(root);
    bool below = source && strncmp(source, root, length) == 0 && source[length] == '/';
    return below ? PROFILE_OWN : PROFILE_LIBRARY;
}

const char *file_of_path(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}
