/* Warnings that several steps would repeat word for word. */
#ifndef WARN_ONCE_H
#define WARN_ONCE_H

/* As warnx(), but nothing for a text that this process has warned of already. */
__attribute__((format(printf, 1, 2))) void warn_once(const char *format, ...);

#endif
