/* ./harness compare: runs of another day held against each other. */
#ifndef COMMANDS_COMPARE_H
#define COMMANDS_COMPARE_H

/* Reads its options, compares, and prints. argv[0] is the command's name. Returns the exit code: 3
 * where --fail-on-slower found something. */
int compare_command(int argc, char **argv);

#endif
