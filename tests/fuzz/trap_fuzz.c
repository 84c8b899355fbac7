/* Any bytes as what the reduction case prints: refused with a line, or told in printable lines. */
#include "fuzz.h"
#include "record/record.h"
#include "show/trap_views.h"

#include <ctype.h>
#include <stdio.h>

static void expect_told(const char *text)
{
    for (const char *at = text; *at; at++)
        FUZZ_EXPECT(*at == '\n' || !iscntrl((unsigned char)*at), "a control character is shown");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct trap trap;
    char why[200], *text = NULL;
    size_t text_size;
    memset(why, 'x', sizeof why);
    json_t *object = record_line((const char *)data, size, why, sizeof why);
    bool good = object && trap_parse(object, &trap, why, sizeof why);
    json_decref(object);
    if (!good) {
        FUZZ_EXPECT(memchr(why, '\0', sizeof why) && !strchr(why, '\n'), "no line says why");
        return 0;
    }
    FUZZ_EXPECT(trap.repeats >= 1 && trap.repeats <= TRAP_REPEATS_MOST, "so many repeats");
    FILE *to = open_memstream(&text, &text_size);
    if (!to)
        err(1, "text");
    struct terminal terminal = {to, 80, false};
    trap_views(&terminal, &trap);
    char *const texts[] = {trap_title(&trap), trap_case(&trap), trap_caption(&trap),
                           trap_story(&trap)};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        fprintf(to, "%s\n", texts[i]);
        free(texts[i]);
    }
    struct table *table = trap_table(&trap);
    table_print_markdown(table, to);
    table_free(table);
    json_decref(trap_json(&trap));
    fclose(to);
    expect_told(text);
    free(text);
    return 0;
}
