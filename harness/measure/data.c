#include "measure/data.h"
#include "base/folder.h"
#include "base/progress.h"
#include "base/strings.h"
#include "common/manifest.h"
#include "common/standard_output.h"
#include "common/units.h"
#include "measure/kept_counts.h"
#include "system/machine.h"
#include "system/run.h"
#include "variants/clock.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define FULL_LINES UINT64_C(1000000)
#define QUICK_LINES UINT64_C(100000)
#define LINE_BYTES UINT64_C(1001)
#define WARM_TRIES 3
#define HUGE_PAGE ((size_t)2 << 20)
#define FEW_FAULTS 2 /* for a huge page; with small pages, a fault maps sixteen at most */
#define FIRST_TOLD_NS (NS_PER_S / 2) /* no progress line for shorter work */
#define TELL_NS (NS_PER_S / 10)
#define REREAD_MOST ((size_t)2 << 30) /* a larger text may take minutes */
#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22 /* Linux 5.14; older headers lack it, older kernels refuse it */
#endif

static bool is_there(const char *path, uint64_t lines)
{
    char why[4400];
    struct stat status;
    struct manifest manifest;
    bool missing;
    return stat(path, &status) == 0 && manifest_read(path, &manifest, &missing, why, sizeof why) &&
           manifest.lines == lines && manifest.bytes == (uint64_t)status.st_size;
}

char *data_default_path(bool quick, uint64_t *bytes)
{
    *bytes = (quick ? QUICK_LINES : FULL_LINES) * LINE_BYTES;
    return format_string("%s/%s.txt", machine_data_dir(), quick ? "quick" : "random");
}

char *data_default(bool quick)
{
    uint64_t bytes;
    char *path = data_default_path(quick, &bytes);
    uint64_t lines = bytes / LINE_BYTES;
    char *gen = format_string("%s/gen", machine_build_dir());
    char *count = format_string("%" PRIu64, lines);
    char *argv[] = {gen, "--lines", count, "--output", path, NULL};
    int code = 0;
    if (!is_there(path, lines)) {
        if (!folder_make(machine_data_dir()))
            err(1, "cannot make the folder %s", machine_data_dir());
        fprintf(stderr, "making the text, %" PRIu64 " MB in %s\n", lines / 1000, path);
        code = run_attached(argv); /* gen refuses to replace another text */
    }
    if (code != 0)
        errx(1, "the text could not be made: the generator ended with %d; --data names another",
             code);
    free(count);
    free(gen);
    return path;
}

struct counting {
    const char *what, *shown;
    uint64_t bytes, start_ns, due_ns;
};

static void tell(void *to, uint64_t done)
{
    struct counting *counting = to;
    uint64_t now_ns = clock_ns(), left = counting->bytes > done ? counting->bytes - done : 0;
    if (now_ns < counting->due_ns)
        return;
    counting->due_ns = now_ns + TELL_NS;
    progress(counting->what, counting->shown,
             (uint64_t)((double)(now_ns - counting->start_ns) * (double)left / (double)done));
}

bool data_count(const char *path, const char *what, const char *shown,
                const struct reference *reference, struct reference_counts *counts, char *why,
                size_t why_size)
{
    struct stat status;
    uint64_t now_ns = clock_ns();
    struct counting counting = {what, shown, 0, now_ns, now_ns + FIRST_TOLD_NS};
    if (stat(path, &status) == 0)
        counting.bytes = (uint64_t)status.st_size;
    bool terminal = standard_output_obeys(STDERR_FILENO);
    bool good = reference_count_file(reference, path, counts, terminal ? tell : NULL, &counting,
                                     why, why_size);
    if (terminal)
        progress_end();
    return good;
}

/* Whether it starts with a UTF-16 byte order mark, or every other byte at its start is NUL, as in
 * UTF-16 with Latin letters. */
static bool is_utf_16(const char *path)
{
    unsigned char bytes[4096];
    FILE *text = fopen(path, "re");
    size_t length = text ? fread(bytes, 1, sizeof bytes, text) : 0, nuls[2] = {0};
    if (text)
        fclose(text);
    if (length >= 2 &&
        ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff)))
        return true;
    for (size_t i = 0; i < length; i++)
        nuls[i % 2] += bytes[i] == 0;
    size_t least = nuls[0] < nuls[1] ? nuls[0] : nuls[1];
    return length >= 4 && least == 0 && nuls[0] + nuls[1] > length / 4;
}

/* From its manifest, if it has one. False with why. */
static bool know_manifest(const char *path, struct facts *facts, bool *missing, char *why,
                          size_t why_size)
{
    struct manifest manifest;
    if (!manifest_read(path, &manifest, missing, why, why_size))
        return *missing;
    if (manifest.bytes != facts->bytes) {
        snprintf(why, why_size,
                 "%s has %" PRIu64 " bytes, its manifest says %" PRIu64
                 ": make it again, or remove the manifest of a text of your own",
                 path, facts->bytes, manifest.bytes);
        return false;
    }
    facts->lines = manifest.lines;
    facts->generated = true;
    facts->seed = manifest.seed;
    facts->matches = manifest.matches;
    facts->digest = manifest.digest;
    return true;
}

/* What is kept of an earlier time is not counted again. */
static bool count_once(const char *path, const char *shown, const struct reference *reference,
                       const struct stat *text, struct reference_counts *counts, char *why,
                       size_t why_size)
{
    bool plain = reference_is_plain(reference);
    if (!plain && kept_counts_find(path, text, reference_patterns(reference), counts))
        return true;
    if (!data_count(path, "counting", shown, reference, counts, why, why_size))
        return false;
    if (!plain)
        kept_counts_add(path, text, reference_patterns(reference), counts);
    return true;
}

bool data_know(const char *path, const char *shown, const struct reference *reference,
               struct facts *facts, struct reference_counts *counts, char *why, size_t why_size)
{
    struct stat status;
    struct reference_counts own;
    bool missing = false;
    if (stat(path, &status) < 0) {
        snprintf(why, why_size, "%s: %s", path, strerror(errno));
        return false;
    }
    if (!S_ISREG(status.st_mode)) {
        snprintf(why, why_size, "%s: not a regular file", path);
        return false;
    }
    *facts = (struct facts){.bytes = (uint64_t)status.st_size, .utf_16 = is_utf_16(path)};
    if (!know_manifest(path, facts, &missing, why, why_size))
        return false;
    counts = counts ? counts : &own;
    *counts = (struct reference_counts){0};
    if (missing || !reference_is_plain(reference)) {
        if (!count_once(path, shown, reference, &status, counts, why, why_size))
            return false;
        facts->bytes = counts->bytes;
        facts->lines = counts->lines;
        facts->matches = counts->all.matches;
        facts->digest = counts->all.digest;
    }
    facts->path = copy_string(shown);
    return true;
}

static bool read_once(int fd)
{
    static char buffer[1 << 20];
    off_t offset = 0;
    for (;;) {
        ssize_t got = pread(fd, buffer, sizeof buffer, offset);
        if (got == 0)
            return true;
        if (got < 0 && errno != EINTR)
            return false;
        offset += got > 0 ? got : 0;
    }
}

/* Which share of a text is in the page cache; NAN if unknown. Since Linux 5.2, mincore() tells the
 * truth only to a file's owner and to those who may write to it. */
static double resident_share(int fd, const char *path, const struct stat *status)
{
    size_t length = (size_t)status->st_size;
    size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = (length + page - 1) / page;
    if (length == 0)
        return 1;
    if (status->st_uid != geteuid() && access(path, W_OK) != 0)
        return NAN;
    void *mapping = mmap(NULL, length, PROT_READ, MAP_SHARED, fd, 0);
    unsigned char *present = malloc(pages);
    double share = NAN;
    if (mapping != MAP_FAILED && present && mincore(mapping, length, present) == 0) {
        size_t count = 0;
        for (size_t i = 0; i < pages; i++)
            count += present[i] & 1;
        share = (double)count / (double)pages;
    }
    if (mapping != MAP_FAILED)
        munmap(mapping, length);
    free(present);
    return share;
}

/* Populates a part of the mapping. Returns the page faults that this took, one for a huge page,
 * many for small ones; -1 if the kernel can't do it. */
static long populate(void *part, size_t length)
{
    struct rusage before, after;
    getrusage(RUSAGE_SELF, &before);
    bool good = madvise(part, length, MADV_POPULATE_READ) == 0;
    getrusage(RUSAGE_SELF, &after);
    return good ? after.ru_minflt - before.ru_minflt : -1;
}

/* Mapping the text is slow if the page cache holds it in small pages, for example because it was
 * read a little at a time. So this reads it through a mapping that asks for huge pages, which
 * readahead uses if it can. Parts in small pages are evicted and read again. If that doesn't help,
 * because the file system has no huge pages, it is not repeated, so that the text isn't read from
 * disk before each round. */
static void huge_pages(int fd, size_t length)
{
    static bool in_vain;
    size_t still = 0;
    bool synced = false;
    if (in_vain || length == 0 || length > REREAD_MOST)
        return;
    char *mapping = mmap(NULL, length, PROT_READ, MAP_SHARED, fd, 0);
    if (mapping == MAP_FAILED)
        return;
    madvise(mapping, length, MADV_HUGEPAGE); /* fails if the kernel has no huge pages */
    for (size_t at = 0; at + HUGE_PAGE <= length; at += HUGE_PAGE) {
        if (populate(mapping + at, HUGE_PAGE) <= FEW_FAULTS)
            continue;
        if (!synced)
            synced = fdatasync(fd) == 0;                 /* unwritten pages are not evicted */
        madvise(mapping + at, HUGE_PAGE, MADV_DONTNEED); /* mapped pages are not evicted */
        still += posix_fadvise(fd, (off_t)at, HUGE_PAGE, POSIX_FADV_DONTNEED) != 0 ||
                 populate(mapping + at, HUGE_PAGE) > FEW_FAULTS;
    }
    in_vain = still > length / HUGE_PAGE / 2; /* a few may be in use by others */
    munmap(mapping, length);
}

bool data_warm(const char *path, double *resident, char *why, size_t why_size)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0 && fstat(fd, &status) == 0;
    *resident = 0;
    if (good && S_ISREG(status.st_mode))
        huge_pages(fd, (size_t)status.st_size);
    for (int tries = 0; good && tries < WARM_TRIES && *resident < 1; tries++) {
        good = read_once(fd);
        *resident = resident_share(fd, path, &status);
    }
    if (!good)
        snprintf(why, why_size, "cannot read %s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return good;
}

double data_resident(const char *path)
{
    struct stat status;
    double resident = NAN;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0 && fstat(fd, &status) == 0)
        resident = resident_share(fd, path, &status);
    if (fd >= 0)
        close(fd);
    return resident;
}

bool data_cool(const char *path, double *resident, char *why, size_t why_size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int error = fd < 0 || fsync(fd) < 0 ? errno : posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    if (error)
        snprintf(why, why_size, "cannot drop %s from the page cache: %s", path, strerror(error));
    if (fd >= 0)
        close(fd);
    struct stat text;
    bool empty = stat(path, &text) == 0 && text.st_size == 0; /* nothing of it stays */
    *resident = error ? 1 : empty ? 0 : data_resident(path);
    return !error;
}

const char *data_change(const char *path, const struct stat *before)
{
    struct stat now;
    if (stat(path, &now) < 0)
        return errno == ENOENT ? "was deleted" : "can no longer be looked at";
    if (now.st_dev != before->st_dev || now.st_ino != before->st_ino)
        return "was replaced";
    if (now.st_size != before->st_size)
        return now.st_size < before->st_size ? "was cut short" : "was appended to";
    if (now.st_mtim.tv_sec != before->st_mtim.tv_sec ||
        now.st_mtim.tv_nsec != before->st_mtim.tv_nsec)
        return "was written to";
    return access(path, R_OK) == 0 ? NULL : "can no longer be read";
}
