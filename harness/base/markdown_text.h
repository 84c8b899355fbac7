/* Text in Markdown that renders as just this text. What Markdown would take for emphasis, a tag, a
 * link, a list or the end of a cell gets a backslash; a line break or another control character
 * becomes a blank. So no line of it can be a marker of `publish`, which begins with "<". */
#ifndef MARKDOWN_TEXT_H
#define MARKDOWN_TEXT_H

#include <stdio.h>

/* Within a line: a cell, or a part of a sentence. */
void markdown_text(FILE *to, const char *text);

/* A document's first paragraph; one behind an empty line, for which NULL is nothing; and a title in
 * bold. They free what they print. */
void markdown_first(FILE *to, char *text);
void markdown_paragraph(FILE *to, char *text);
void markdown_title(FILE *to, char *text);

#endif
