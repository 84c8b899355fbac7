/* Other people's programs: where they are, and which they are. */
#ifndef PROGRAMS_H
#define PROGRAMS_H

/* Where a program is, as a shell finds it; NULL where it is nowhere. free() it. */
char *program_find(const char *name);

/* The first line that it says to --version, printable; NULL where it says none. free() it. */
char *program_version(char *path);

#endif
