/* The traps of ./harness trap, one file each. They follow the rules in commands.h. */
#ifndef TRAP_H
#define TRAP_H

int trap_gpu_command(int argc, char **argv);
int trap_layout_command(int argc, char **argv);

#endif
