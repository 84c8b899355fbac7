#include "figures/no_match.h"
#include "base/command_line.h"
#include "base/strings.h"
#include "common/units.h"

#include <stdlib.h>

char *no_match_patterns(const struct results *run)
{
    char *names = NULL;
    for (size_t i = 0; i < json_array_size(run->patterns.list); i++) {
        char *name = command_line_shown(json_string_value(json_array_get(run->patterns.list, i)));
        names = append_string(names, "%s", name);
        free(name);
    }
    return names;
}

char *no_match_what(const struct results *run)
{
    char lines[UNITS_SIZE];
    const struct facts *data = &run->data;
    if (data->matches > 0)
        return NULL;
    if (data->bytes == 0)
        return copy_string("the text is empty");
    if (data->utf_16)
        return copy_string("the text is UTF-16, where each letter takes two bytes");
    char *patterns = no_match_patterns(run);
    char *what = format_string(
        "no match of %s in %s %s; are these your patterns?", patterns ? patterns : "the patterns",
        units_grouped(lines, data->lines), units_plural(data->lines, "line", "lines"));
    free(patterns);
    return what;
}

const char *no_match_remedy(const struct results *run)
{
    return run->data.bytes > 0 && run->data.utf_16 ? "convert it with iconv -f UTF-16 -t UTF-8"
                                                   : "give a text that has matches (--data FILE)";
}
