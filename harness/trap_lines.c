#include "trap_lines.h"
#include "trap_columns.h"
#include "units.h"

#include <math.h>

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

/* What the host did, one after another; returns how many stretches. */
static size_t host_lane(const struct trap *trap, enum trap_mode mode,
                        struct stretch lane[TRAP_STEPS + 1])
{
    struct trap_column host = trap_host(trap, mode);
    double at = 0;
    size_t count = 0;
    for (size_t s = 0; s < TRAP_STEPS; s++) {
        if (s == TRAP_COPY) {
            lane[count++] = (struct stretch){at, at + host.wait, WAITING};
            at += host.wait;
        }
        lane[count++] = (struct stretch){at, at + host.step[s], letters[s]};
        at += host.step[s];
    }
    return count;
}

static size_t device_lane(const struct trap *trap, enum trap_mode mode,
                          struct stretch lane[TRAP_STEPS + 1])
{
    for (size_t s = 0; s < TRAP_STEPS; s++) {
        double start = trap_median_ms(&trap->modes[mode].start, s, trap->repeats);
        double spent = trap_median_ms(&trap->modes[mode].device, s, trap->repeats);
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
        hosts = host_lane(trap, m, host[m]);
        devices = device_lane(trap, m, device[m]);
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
