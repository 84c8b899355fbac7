/* The lines of CSV that a run is exported as. */
#include "show/exports.h"
#include "show/tables.h"
#include "tests/support/figured.h"

#include <stdlib.h>
#include <string.h>

static void csv_keeps_text_as_it_is(void **state)
{
    (void)state;
    struct results results = samples_results();
    samples_rounds(samples_row(&results, "say \"hi\", twice", NULL), 1, 500);
    row_fail(samples_row(&results, "=1+1", "say \"hi\", twice"), STATUS_FAILED, "%s", "-a,\"b\"");
    char *text = figured_written(exports_csv, &results);
    assert_string_equal(
        text, "variant,after,status,reason,matches,rounds,median_ns,low_ns,high_ns,bytes_per_s,"
              "x_parent,x_parent_low,x_parent_high,x_baseline,cpu_ns,peak_rss_bytes,"
              "kind,threads,wall_ns,searched_bytes\n"
              "\"say \"\"hi\"\", "
              "twice\",\"\",\"ok\",\"\",12,1,500,,,2000000000,,,,1,502,,variant,1,505,1000\n"
              "\"=1+1\",\"say \"\"hi\"\", "
              "twice\",\"failed\",\"-a,\"\"b\"\"\",12,0,,,,,,,,,,,variant,1,,1000\n");
    free(text);
    results_free(&results);
}

/* As of a variant that found no /proc: nowhere is it none. */
static void memory_that_is_not_known(void **state)
{
    (void)state;
    struct results results = samples_results();
    samples_rounds(samples_row(&results, "blind", NULL), 1, 500);
    samples_rounds(samples_row(&results, "seeing", NULL), 1, 500);
    results.rows[1].samples[0].record.peak_rss_bytes = 3 << 20;
    char *table = figured_table(tables_times, &results),
         *csv = figured_written(exports_csv, &results);
    assert_has(table, "| unknown | 12 ✓ |");
    assert_has(table, "| 3.0 | 12 ✓ |");
    assert_has(csv, ",502,,variant,");
    assert_has(csv, ",502,3145728,variant,");
    free(table);
    free(csv);
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(csv_keeps_text_as_it_is),
                                       cmocka_unit_test(memory_that_is_not_known)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
