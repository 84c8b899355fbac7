/* What every variant's command line does, whatever the rung: tests for cmocka of the subject. */
#ifndef DRIVER_CHECKS_H
#define DRIVER_CHECKS_H

void test_texts_that_cannot_be_read(void **state);
void test_fewer_bytes_than_asked_for(void **state);
void test_wrong_usage(void **state);
void test_refused_patterns(void **state);
void test_malformed_patterns(void **state);
void test_own_patterns(void **state);
void test_deep_match(void **state);
void test_description(void **state);
void test_text_in_upper_case(void **state);
void test_repetitions(void **state);
void test_stages(void **state);
void test_text_for_people(void **state);

#endif
