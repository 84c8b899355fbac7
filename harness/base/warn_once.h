/* For warnings that several steps would otherwise repeat. */
#ifndef WARN_ONCE_H
#define WARN_ONCE_H

/* Like warnx(), but prints each message only once in a process. */
__attribute__((format(printf, 1, 2))) void warn_once(const char *format, ...);

#endif
