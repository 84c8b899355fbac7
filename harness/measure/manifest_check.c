#include "measure/manifest_check.h"
#include "base/strings.h"
#include "common/units.h"
#include "measure/data.h"

#include <stdlib.h>

static bool nobody_agrees(const struct results *results)
{
    bool mismatch = false;
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        if (row->status == STATUS_OK && !row->is.copy_of)
            return false;
        mismatch |= row->status == STATUS_MISMATCH;
    }
    return mismatch;
}

void manifest_check(struct bench *bench)
{
    struct results *results = &bench->results;
    const struct facts *facts = &results->data;
    struct reference_counts counts;
    char why[300], counted[UNITS_SIZE], said[UNITS_SIZE];
    if ((!facts->generated && reference_is_plain(bench->reference)) || measure_stops(bench) ||
        !nobody_agrees(results) ||
        !data_count(bench->data, "counting again", facts->path, bench->reference, &counts, why,
                    sizeof why) ||
        (counts.all.matches == facts->matches && counts.all.digest == facts->digest))
        return;
    char *what =
        counts.all.matches == facts->matches
            ? format_string("the text is not the one that %s.json was written for: its matches "
                            "are at other places",
                            facts->path)
            : format_string("the text is not the one that %s.json was written for: it has %s "
                            "matches, not %s",
                            facts->path, units_grouped(counted, counts.all.matches),
                            units_grouped(said, facts->matches));
    char *remedy =
        bench->options->data
            ? format_string(
                  "remove it and %s.json, and make it again with ./gen --output; of a text "
                  "of your own, remove only %s.json",
                  facts->path, facts->path)
            : format_string("remove %s, and run again, which makes it anew", facts->path);
    results_warn(results, true, what, remedy);
    free(remedy);
}
