/* ./harness doctor: what works on this machine, what does not and how to mend it, and whether a
 * benchmark that is run now can be trusted. */
#ifndef DOCTOR_H
#define DOCTOR_H

/* Reads its own options; argv[0] is the command's name. Returns the exit code: 0 where a run can be
 * trusted, 1 where something spoils it. */
int doctor_command(int argc, char **argv);

#endif
