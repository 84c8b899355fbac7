/* ./harness profile: where a variant's time goes, function by function. */
#ifndef PROFILE_COMMAND_H
#define PROFILE_COMMAND_H

/* Runs the command; argv[0] is the program's name. `whole` is the command line as it was given.
 * Gives the exit code: 0; 1 where a profile could not be made, 77 where no variant is supported
 * here. */
int profile_command(int argc, char **argv, int whole_argc, char **whole);

#endif
