/* What several commands ask of their command lines. Each ends the program (exit code 2), with a
 * line on standard error, where a value is not what the option takes. */
#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include <argp.h>
#include <stdbool.h>
#include <stdint.h>

/* The keys of options begin here: argp takes smaller ones for letters, such as -d. */
#define ARGUMENT_KEYS 256

/* The value of --`option`. */
uint64_t argument_number(const char *option, const char *text, uint64_t least, uint64_t most);
uint64_t argument_duration_ns(const char *option, const char *text);
int argument_threads(const char *text);

/* Whether an export goes to standard output: its path is -. No path is none. */
bool argument_is_dash(const char *path);

/* Only one export may, and --quick goes without --data. */
void arguments_one_dash(const char *csv, const char *markdown, const char *json);
void arguments_quick_or_data(bool quick, const char *data);

/* What the parser of a command without operands answers to a key that is none of its options'. */
error_t arguments_none(int key, char *text, struct argp_state *state);

/* Nothing may be left behind the options that getopt has read. */
void arguments_end(int argc, char **argv);

#endif
