/* Command-line parsing that several programs share. If a value is not what the option takes, the
 * program ends with a message and exit code 2. */
#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Keys for options in an argp table that only set a member of the struct that is argp's input: to
 * the given text, to true, or to a number of threads. */
#define ARGUMENT_TEXT(type, member) ARGUMENT_KEY(1, type, member, const char *)
#define ARGUMENT_FLAG(type, member) ARGUMENT_KEY(2, type, member, bool)
#define ARGUMENT_THREADS(type, member) ARGUMENT_KEY(3, type, member, int)

/* Keys of other options start here: argp takes smaller ones for letters, such as -d. */
#define ARGUMENT_OTHER 256

/* A parser that sets those members, refuses operands, and ignores other keys. Use it for a table
 * without other options, or as the default case of another parser. */
error_t argument_parse(int key, char *text, struct argp_state *state);

/* Parses a command line as argp_parse() does, and suggests the nearest option for a misspelt one.
 * argv[0] is the command whose --help lists the options. */
void arguments_parse(const struct argp *argp, int argc, char **argv, void *input);

/* The value of --`option`. */
uint64_t argument_number(const char *option, const char *text, uint64_t least, uint64_t most);
uint64_t argument_duration_ns(const char *option, const char *text);
int argument_threads(const char *text);

/* --quick goes without --data. */
void arguments_quick_or_data(bool quick, const char *data);

/* The kind of value and the member's offset; doesn't compile if the member has another type. */
/* NOLINTBEGIN(bugprone-macro-parentheses): a type stands in no parentheses */
#define ARGUMENT_KEY(kind, type, member, of)                                                       \
    ((kind)*ARGUMENT_KIND + (int)offsetof(type, member) + _Generic(((type *)NULL)->member, of : 0))
/* NOLINTEND(bugprone-macro-parentheses) */
#define ARGUMENT_KIND 0x10000

#endif
