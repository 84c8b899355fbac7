/* Removes unfinished files when the program ends early: by exit(), or by SIGINT, SIGTERM or SIGHUP,
 * which print a message on standard error. */
#ifndef LEFTOVERS_H
#define LEFTOVERS_H

/* To be removed at the end of the program; NULL: nothing. A folder is removed only if it is empty.
 * Hold the signals back while you change these and create or rename what they name. */
extern struct leftovers {
    char *volatile file;
    char *volatile folder;
} leftovers;

/* Starts to watch. A signal that is ignored stays ignored. */
void leftovers_watch(void);

/* Hold the signals back during steps that belong together, and let them through again. */
void leftovers_hold_signals(void);
void leftovers_release_signals(void);

#endif
