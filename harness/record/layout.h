/* Where the linker put the code, in bytes: multiples of 16, below 4096. See variants/layout.ld. */
#ifndef LAYOUT_H
#define LAYOUT_H

struct layout {
    unsigned engine, steps, rung;
};

#endif
