/* The call graph as a picture: as text for Graphviz, and as drawn by Graphviz. */
#ifndef PROFILE_GRAPH_H
#define PROFILE_GRAPH_H

#include "profile/model/profile.h"

#include <stdio.h>

#define GRAPH_LEAST                                                                                \
    0.01 /* of everything: smaller functions and calls are not drawn by themselves */

/* Boxes have the name, total %, self % and calls; arrows have their share and calls. Functions
 * below GRAPH_LEAST are one box with their sum; the picture says so. It also says what it shows.
 * Colours show whose code it is, and so does each box in words. */
void profile_graph_dot(const struct profile *profile, FILE *to);

/* Lets `dot` draw a file as SVG. If Graphviz is missing or fails, returns false with why and leaves
 * no file. */
bool profile_graph_draw(const char *dot_path, const char *svg_path, char *why, size_t why_size);

#endif
