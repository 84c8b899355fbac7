/* Writes text so that Markdown renders just this text. Anything that Markdown would take for
 * emphasis, a tag, a link, a list or the end of a cell gets a backslash. Line breaks and other
 * control characters become blanks. So no line can be a marker of `publish`, which begins with "<".
 */
#ifndef MARKDOWN_TEXT_H
#define MARKDOWN_TEXT_H

#include <stdio.h>

/* Within a line: a cell, or a part of a sentence. */
void markdown_text(FILE *to, const char *text);

/* A document's first paragraph; a later paragraph, after an empty line (NULL: none); and a title in
 * bold. They free the text. */
void markdown_first(FILE *to, char *text);
void markdown_paragraph(FILE *to, char *text);
void markdown_title(FILE *to, char *text);

#endif
