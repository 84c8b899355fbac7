#include "simulated_clock.h"
#include "variants/clock.h"

#include <stdatomic.h>

static _Atomic uint64_t now = 1000000000, reading = 20, readings, interrupts_every, interrupt_ns;

void simulated_spend(uint64_t ns)
{
    now += ns;
}

void simulated_wait_until(uint64_t ns)
{
    uint64_t before = now;
    while (before < ns && !atomic_compare_exchange_weak(&now, &before, ns))
        ;
}

uint64_t simulated_now(void)
{
    return now;
}

void simulated_reading_takes(uint64_t ns)
{
    reading = ns;
}

void simulated_interrupts(uint64_t every, uint64_t ns)
{
    interrupts_every = every;
    interrupt_ns = ns;
}

/* What is read is the time in the middle. */
uint64_t clock_ns(void)
{
    uint64_t takes = reading;
    if (interrupts_every > 0 && ++readings % interrupts_every == 0)
        now += interrupt_ns;
    return atomic_fetch_add(&now, takes) + takes / 2;
}
