/* ./harness trap: the time that a profiler charges to the wrong step. */
#ifndef TRAP_H
#define TRAP_H

/* Reads its options, runs the reduction case, tells of it and keeps it where that was asked for.
 * argv[0] is the command's name. Returns the exit code: 77 where there is no such device. */
int trap_command(int argc, char **argv);

#endif
