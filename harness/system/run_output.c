#include "system/run_output.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

static const char *kept_name; /* run_keep_line_of() */

void run_keep_line_of(const char *name)
{
    kept_name = name;
}

static bool is_to_be_kept(const char *line)
{
    size_t length = kept_name ? strlen(kept_name) : 0;
    return length > 0 && strncmp(line, kept_name, length) == 0 &&
           ispunct((unsigned char)line[length]);
}

/* Keeps a program's last line on standard error, as ASCII, because other bytes may not be text,
 * which neither JSON nor a terminal takes. Every other character becomes a question mark. A rule of
 * dashes is no line, nor is what comes before its first word. */
static void keep_last_line(struct run *run, const char *bytes, size_t length, bool *line_ended)
{
    size_t have = strlen(run->message);
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '\n') {
            *line_ended = true;
            continue;
        }
        if (*line_ended && is_to_be_kept(run->message))
            return;
        if (*line_ended && (iscntrl((unsigned char)bytes[i]) || strchr(" -", bytes[i])))
            continue;
        if (*line_ended) {
            *line_ended = false;
            have = 0;
        }
        bool goes_on = ((unsigned char)bytes[i] & 0xc0) == 0x80; /* within a character */
        if (have + 1 < sizeof run->message && !goes_on)
            run->message[have++] = isprint((unsigned char)bytes[i])   ? bytes[i]
                                   : iscntrl((unsigned char)bytes[i]) ? ' '
                                                                      : '?';
        run->message[have] = '\0';
    }
}

bool run_output_take(struct run *run, int *fd)
{
    for (;;) {
        char scrap;
        size_t room = RUN_OUTPUT_MOST - run->output_length;
        ssize_t got = read(*fd, room ? run->output + run->output_length : &scrap, room ? room : 1);
        if (got > 0 && room == 0)
            return false;
        if (got > 0) {
            run->output_length += (size_t)got;
            continue;
        }
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0) {
            close(*fd);
            *fd = -1;
        }
        return true;
    }
}

void run_output_count(struct run *run, int *fd, bool *line_open)
{
    for (size_t room = RUN_PIPE_MOST; room > 0; room -= RUN_OUTPUT_MOST) {
        ssize_t got = read(*fd, run->output, RUN_OUTPUT_MOST);
        for (ssize_t i = 0; i < got; i++) {
            run->lines += !*line_open; /* a line counts from its first byte on */
            *line_open = run->output[i] != '\n';
        }
        if (got == 0) {
            close(*fd);
            *fd = -1;
        }
        if (got <= 0)
            return;
    }
}

/* Writes it all. */
static bool put(int to, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t put = write(to, bytes, length);
        if (put < 0 && errno != EINTR)
            return false;
        bytes += put > 0 ? put : 0;
        length -= put > 0 ? (size_t)put : 0;
    }
    return true;
}

bool run_output_copy(struct run *run, int *fd, int to, uint64_t most)
{
    for (size_t room = RUN_PIPE_MOST; room > 0; room -= RUN_OUTPUT_MOST) {
        ssize_t got = read(*fd, run->output, RUN_OUTPUT_MOST);
        if (got == 0) {
            close(*fd);
            *fd = -1;
        }
        if (got <= 0)
            return true;
        run->output_bytes += (uint64_t)got;
        if ((most > 0 && run->output_bytes > most) ||
            (to >= 0 && !put(to, run->output, (size_t)got)))
            return false;
    }
    return true;
}

bool run_output_errors(struct run *run, int *fd, bool *line_ended)
{
    char bytes[RUN_ERRORS_PART];
    ssize_t got = read(*fd, bytes, sizeof bytes);
    if (got > 0)
        keep_last_line(run, bytes, (size_t)got, line_ended);
    if (got == 0) {
        close(*fd);
        *fd = -1;
    }
    return got > 0;
}
