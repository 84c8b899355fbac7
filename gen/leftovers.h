/* What must not stay behind when the program ends early: by exit(), or by SIGINT, SIGTERM or
 * SIGHUP, which say so in one line on standard error. */
#ifndef LEFTOVERS_H
#define LEFTOVERS_H

/* Removed at the end of the program; NULL: nothing. A folder goes only if it is empty. Change them
 * while signals are held, together with what they name. */
extern struct leftovers {
    char *volatile file;
    char *volatile folder;
} leftovers;

/* Watches from now on. A signal that is ignored stays ignored. */
void leftovers_watch(void);

/* Holds the signals back over steps that belong together, and lets them come again. */
void leftovers_hold_signals(void);
void leftovers_release_signals(void);

#endif
