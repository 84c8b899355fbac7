/* What --help of ./harness run, list and limits prints. */
#ifndef OPTIONS_HELP_H
#define OPTIONS_HELP_H

extern const char options_help_run[], options_help_list[], options_help_limits[];

#endif
