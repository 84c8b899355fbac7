/* Any bytes as a profile.json: refused with a line, or shown, compared and exported, and written
 * again as it was read. */
#include "fuzz.h"
#include "profile/model/profile_changes.h"
#include "profile/model/profile_file.h"
#include "profile/show/profile_exports.h"
#include "profile/show/profile_graph.h"
#include "profile/show/profile_page.h"
#include "profile/show/profile_views.h"

#include <ctype.h>
#include <stdio.h>

static char *printed(const struct profile *profile,
                     void (*print)(const struct profile *profile, FILE *to))
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (!to)
        err(1, "text");
    print(profile, to);
    fclose(to);
    return text;
}

static void show(const struct profile *profile, FILE *to)
{
    struct terminal terminal = {to, 80, false};
    profile_views(&terminal, profile, PROFILE_BY_SELF, PROFILE_NONE);
    if (profile->node_count > 0)
        profile_views(&terminal, profile, PROFILE_BY_NAME, profile->nodes[0].function);
    profile_diff_views(&terminal, profile, profile);
}

static void dump(const struct profile *profile, FILE *to)
{
    FUZZ_EXPECT(profile_dump(profile, to), "what was read cannot be written");
}

static void expect_json(const struct profile *profile,
                        void (*print)(const struct profile *profile, FILE *to))
{
    char *text = printed(profile, print);
    json_t *object = json_loads(text, 0, NULL);
    FUZZ_EXPECT(object, "no JSON: %s", text);
    json_decref(object);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char why[300];
    memset(why, 'x', sizeof why);
    struct profile *profile = profile_parse((const char *)data, size, why, sizeof why);
    if (!profile) {
        FUZZ_EXPECT(memchr(why, '\0', sizeof why) && !strchr(why, '\n'), "no line says why");
        return 0;
    }
    char *text = printed(profile, show);
    for (const char *at = text; *at; at++)
        FUZZ_EXPECT(*at == '\n' || !iscntrl((unsigned char)*at), "a control character is shown");
    free(text);
    expect_json(profile, profile_export_trace);
    free(printed(profile, profile_export_folded));
    free(printed(profile, profile_graph_dot));
    json_decref(profile_page((struct profile *[]){profile, profile}, 2));

    text = printed(profile, dump);
    struct profile *again = profile_parse(text, strlen(text), why, sizeof why);
    FUZZ_EXPECT(again, "what was written cannot be read: %s", why);
    char *twice = printed(again, dump);
    FUZZ_EXPECT(strcmp(text, twice) == 0, "what was written is read as something else");
    free(twice);
    free(text);
    if (profile->node_count > 0)
        profile_sum_up(again);
    profile_free(again);
    profile_free(profile);
    return 0;
}
