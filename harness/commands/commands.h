/* The commands of ./harness, one file each. A command gets its part of the command line, with
 * "harness NAME" as argv[0], and returns the program's exit code. Wrong options end the program
 * with a message and exit code 2; --help ends it, too. */
#ifndef COMMANDS_H
#define COMMANDS_H

int run_command(int argc, char **argv);
int init_command(int argc, char **argv);
int check_command(int argc, char **argv);
int list_command(int argc, char **argv);
int limits_command(int argc, char **argv);
int profile_command(int argc, char **argv);
int try_command(int argc, char **argv);
int trap_command(int argc, char **argv);
int exercise_command(int argc, char **argv);
int report_command(int argc, char **argv);
int compare_command(int argc, char **argv);
int doctor_command(int argc, char **argv);
int lesson_command(int argc, char **argv);
int publish_command(int argc, char **argv);

#endif
