#include "show/trap_lines.h"
#include "base/units.h"
#include "figures/trap_columns.h"

#include <math.h>
#include <stdlib.h>

#define WIDEST 120
#define LABELS 19 /* columns before a lane */
#define NARROWEST_LANE 20

static const char letters[TRAP_STEPS] = {'s', 'q', 'r', 't', 'c'};
#define WAITING 'w'
#define IDLE '.'

/* A stretch of a lane, in milliseconds. */
struct stretch {
    double from, to;
    char letter;
};

struct run {
    uint64_t host_ns;
    size_t repeat;
};

static int by_time(const void *left, const void *right)
{
    const struct run *a = left, *b = right;
    return (a->host_ns > b->host_ns) - (a->host_ns < b->host_ns);
}

/* The repeat in the middle, by the host's time: lanes of one run fit together, medians do not. */
static size_t middle(const struct trap *trap, enum trap_mode mode)
{
    struct run runs[TRAP_REPEATS_MOST] = {{0}};
    for (size_t r = 0; r < trap->repeats; r++) {
        runs[r] = (struct run){trap->modes[mode].wait_ns[r], r};
        for (size_t s = 0; s < TRAP_STEPS; s++)
            runs[r].host_ns += trap->modes[mode].host.ns[r][s];
    }
    qsort(runs, trap->repeats, sizeof runs[0], by_time);
    return runs[(trap->repeats - 1) / 2].repeat;
}

/* What the host did, one after another; returns how many stretches. */
static size_t host_lane(const struct trap *trap, enum trap_mode mode, size_t repeat,
                        struct stretch lane[TRAP_STEPS + 1])
{
    double at = 0;
    size_t count = 0;
    for (size_t s = 0; s < TRAP_STEPS; s++) {
        double spent = (double)trap->modes[mode].host.ns[repeat][s] / 1e6;
        if (s == TRAP_COPY) {
            double wait = (double)trap->modes[mode].wait_ns[repeat] / 1e6;
            lane[count++] = (struct stretch){at, at + wait, WAITING};
            at += wait;
        }
        lane[count++] = (struct stretch){at, at + spent, letters[s]};
        at += spent;
    }
    return count;
}

static size_t device_lane(const struct trap *trap, enum trap_mode mode, size_t repeat,
                          struct stretch lane[TRAP_STEPS + 1])
{
    for (size_t s = 0; s < TRAP_STEPS; s++) {
        double start = (double)trap->modes[mode].start.ns[repeat][s] / 1e6;
        double spent = (double)trap->modes[mode].device.ns[repeat][s] / 1e6;
        lane[s] = (struct stretch){start, start + spent, letters[s]};
    }
    return TRAP_STEPS;
}

static double end_of(const struct stretch *lane, size_t count)
{
    double end = 0;
    for (size_t i = 0; i < count; i++)
        end = fmax(end, lane[i].to);
    return end;
}

/* Each place shows what took most of it. */
static void print_lane(FILE *to, const struct stretch *lane, size_t count, double end, double place)
{
    size_t places = (size_t)ceil(end / place - 1e-6); /* a rounding error is no place */
    for (size_t p = 0; p < places; p++) {
        double from = (double)p * place, till = fmin(from + place, end);
        double idle = till - from, most = 0;
        char letter = IDLE;
        for (size_t i = 0; i < count; i++) {
            double shared = fmin(till, lane[i].to) - fmax(from, lane[i].from);
            idle -= fmax(shared, 0);
            if (shared > most) {
                most = shared;
                letter = lane[i].letter;
            }
        }
        fputc(idle > most ? IDLE : letter, to);
    }
    fputc('\n', to);
}

void trap_lines(FILE *to, const struct trap *trap, int width)
{
    struct stretch host[TRAP_MODES][TRAP_STEPS + 1], device[TRAP_MODES][TRAP_STEPS + 1];
    size_t hosts = 0, devices = 0;
    double ends[TRAP_MODES], longest = 0;
    for (enum trap_mode m = 0; m < TRAP_MODES; m++) {
        size_t repeat = middle(trap, m);
        hosts = host_lane(trap, m, repeat, host[m]);
        devices = device_lane(trap, m, repeat, device[m]);
        ends[m] = fmax(end_of(host[m], hosts), end_of(device[m], devices));
        longest = fmax(longest, ends[m]);
    }
    if (!(longest > 0)) {
        fputs("(no step took any time: there is nothing to draw)\n", to);
        return;
    }
    width = (width < WIDEST ? width : WIDEST) - LABELS;
    double place = longest / (width > NARROWEST_LANE ? width : NARROWEST_LANE);
    for (enum trap_mode m = 0; m < TRAP_MODES; m++) {
        fprintf(to, "%-11s%-*s", trap_mode_label(m), LABELS - 11, "host");
        print_lane(to, host[m], hosts, ends[m], place);
        fprintf(to, "%-11s%-*s", "", LABELS - 11, "device");
        print_lane(to, device[m], devices, ends[m], place);
    }
    char shown[UNITS_SIZE];
    for (enum trap_step s = 0; s < TRAP_STEPS; s++)
        fprintf(to, "%c %s  ", letters[s], trap_step_name(s));
    fprintf(to, "%c waiting  %c idle\n", WAITING, IDLE);
    fprintf(to, "A letter is %s ms; what is shorter than half of that may not show.\n",
            units_significant(shown, place, 3));
}
