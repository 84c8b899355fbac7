/* Loaded before a program (LD_PRELOAD), the calendar's clock jumps by a day each time it is read:
 * forth twice, back once. Clocks that measure time are left alone. */
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define DAY_S 86400

int clock_gettime(clockid_t clock, struct timespec *now)
{
    static time_t reads;
    int result = (int)syscall(SYS_clock_gettime, clock, now);
    if (clock == CLOCK_REALTIME && result == 0) {
        reads++;
        now->tv_sec += (reads % 3 ? DAY_S : -DAY_S) * reads;
    }
    return result;
}
