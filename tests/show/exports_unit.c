/* The lines of CSV that a run is exported as. */
#include "show/exports.h"
#include "tests/support/figured.h"

#include <stdlib.h>

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
              "twice\",\"\",\"ok\",\"\",12,1,500,,,2000000000,,,,1,502,0,variant,1,505,1000\n"
              "\"=1+1\",\"say \"\"hi\"\", "
              "twice\",\"failed\",\"-a,\"\"b\"\"\",12,0,,,,,,,,,,0,variant,1,,1000\n");
    free(text);
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(csv_keeps_text_as_it_is)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
