/* The traps of ./harness trap, one file each; as commands.h says of commands. */
#ifndef TRAP_H
#define TRAP_H

int trap_gpu_command(int argc, char **argv);
int trap_layout_command(int argc, char **argv);

#endif
