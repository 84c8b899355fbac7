/* The call graph as a picture: the text of it for Graphviz, and Graphviz' drawing. */
#ifndef PROFILE_GRAPH_H
#define PROFILE_GRAPH_H

#include "profile/model/profile.h"

#include <stdio.h>

#define GRAPH_LEAST                                                                                \
    0.01 /* of all: functions and calls that carry less are not drawn by themselves */

/* Boxes with the name, total %, self % and calls; arrows with their part and calls. Functions under
 * GRAPH_LEAST are one box with their sum; the picture says so, and what it is of. Colours mean
 * whose code it is, which each box says in words, too. */
void profile_graph_dot(const struct profile *profile, FILE *to);

/* Has `dot` draw a file as SVG. False with why, where Graphviz is absent or fails; then there is no
 * such file. */
bool profile_graph_draw(const char *dot_path, const char *svg_path, char *why, size_t why_size);

#endif
