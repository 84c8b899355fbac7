/* Published tables: the part of a Markdown file between two markers, made from a results file that
 * the first of them names. Numbers in a README then have one source, and nobody types them. */
#ifndef PUBLISH_H
#define PUBLISH_H

/* Renews every such part of a Markdown file:
 *
 *   <!-- begin results/published/NAME.json -->   (path relative to the Markdown file)
 *   ...
 *   <!-- end -->
 *
 * With --check it changes nothing and tells whether anything would change. Returns the exit code:
 * 0, or 1 with a line on standard error. argv[0] is the command's name. */
int publish_command(int argc, char **argv);

#endif
