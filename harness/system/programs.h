/* Installed programs: their paths and versions. */
#ifndef PROGRAMS_H
#define PROGRAMS_H

/* A program's path, as a shell finds it; NULL if there is none. free() it. */
char *program_find(const char *name);

/* The first line that it prints for --version, made printable; NULL if there is none. free() it. */
char *program_version(char *path);

#endif
