#include "show/terminal.h"
#include "base/ascii.h"
#include "base/strings.h"
#include "show/run_header.h"

#include <stdlib.h>

#define TEXT_WIDEST 100

struct terminal terminal_of(FILE *to)
{
    return (struct terminal){ascii_stream(to), table_width_of(to), table_colour_for(to)};
}

void terminal_title(const struct terminal *terminal, char *title)
{
    fputs(terminal->colour ? "\n\033[1m" : "\n", terminal->to);
    table_print_words(terminal->to, terminal->width, "", run_header_printable(title));
    fputs(terminal->colour ? "\033[0m\n" : "\n", terminal->to);
    free(title);
}

void terminal_text(const struct terminal *terminal, char *text)
{
    if (!text)
        return;
    table_print_wrapped(terminal->to, terminal->width < TEXT_WIDEST ? terminal->width : TEXT_WIDEST,
                        "", run_header_printable(text));
    free(text);
}
