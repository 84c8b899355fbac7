#include "write_text.h"
#include "common/manifest.h"
#include "common/temporary.h"
#include "gen_progress.h"
#include "leftovers.h"
#include "random_text.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum {
    /* The size and alignment of writes: the page cache then holds the text in large folios, which a
     * reader maps twice as fast as single pages. */
    BLOCK_BYTES = 2 << 20,
    CHUNK_BYTES = 8 << 20, /* how much goes to the disk at a time */
};

/* What the threads share. */
struct job {
    struct random_text text;
    uint64_t bytes;
    uint64_t block_bytes;
    uint64_t blocks;
    int descriptor;
    _Atomic uint64_t next_block;
    _Atomic int error; /* the first errno of any thread, at which all stop */
};

struct worker {
    pthread_t thread;
    struct job *job;
    struct scan scan;
};

/* Ends the program with a line that says what to do. */
_Noreturn static void fail(const char *path, int error)
{
    const char *advice = "choose another --output";
    if (error == ENOSPC || error == EDQUOT)
        advice = "free some space or choose another --output";
    else if (error == EFBIG)
        advice = "raise the limit on a file's size (ulimit -f) or ask for fewer --lines";
    else if (error == ENOMEM)
        advice = "ask for a smaller --length or fewer --threads";
    errx(1, "cannot write %s: %s; %s", path, strerror(error), advice);
}

static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = !slash ? strdup(".") : strndup(path, slash == path ? 1 : (size_t)(slash - path));
    if (!folder)
        errx(1, "out of memory");
    return folder;
}

static void make_folder(char *folder)
{
    leftovers_hold_signals();
    if (mkdir(folder, 0777) == 0)
        leftovers.folder = folder;
    else if (errno != EEXIST)
        errx(1, "cannot make the folder %s: %s; make it or choose another --output", folder,
             strerror(errno));
    leftovers_release_signals();
}

struct size {
    char text[24];
};

static struct size human_size(double bytes)
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    size_t unit = 0;
    for (; bytes >= 1024 && unit + 1 < sizeof units / sizeof *units; unit++)
        bytes /= 1024;
    struct size size;
    snprintf(size.text, sizeof size.text, "%.*f %s", unit > 0, bytes, units[unit]);
    return size;
}

static void check_space(const char *folder, uint64_t bytes)
{
    struct statvfs system;
    if (statvfs(folder, &system) != 0)
        fail(folder, errno);
    const double available = (double)system.f_bavail * (double)system.f_frsize;
    if (system.f_blocks > 0 && available < (double)bytes) /* 0: the file system doesn't say */
        errx(1,
             "the text needs %s, the disk under %s has %s free; free some space or choose "
             "another --output",
             human_size((double)bytes).text, folder, human_size(available).text);
}

static int open_temporary(const char *path)
{
    char *name = NULL;
    leftovers_hold_signals();
    const int descriptor = temporary_open(path, &name);
    leftovers.file = name;
    leftovers_release_signals();
    if (descriptor < 0)
        fail(path, errno);
    return descriptor;
}

static int write_at(int descriptor, const char *bytes, size_t length, off_t offset)
{
    while (length > 0) {
        const ssize_t written = pwrite(descriptor, bytes, length, offset);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return errno;
        bytes += written;
        length -= (size_t)written;
        offset += written;
    }
    return 0;
}

/* Lets the disk work meanwhile: when a block ends in a new chunk, the chunk before that starts
 * going to the disk. A slower thread may still write there; fdatasync() handles the rest. */
static void start_write_back(int descriptor, uint64_t block_start, uint64_t block_end)
{
    const uint64_t first = block_start / CHUNK_BYTES;
    const uint64_t last = block_end / CHUNK_BYTES;
    if (first > 0 && last > first)
        sync_file_range(descriptor, (off_t)((first - 1) * CHUNK_BYTES),
                        (off_t)((last - first) * CHUNK_BYTES), SYNC_FILE_RANGE_WRITE);
}

/* A block has whole lines, and at its ends parts of two more, which its neighbours generate as
 * well. */
static uint64_t most_lines(const struct job *job)
{
    return job->block_bytes / (job->text.length + 1) + 2;
}

/* Makes, counts and writes one block. Returns 0, or an errno value. */
static int write_block(struct worker *worker, uint64_t block, char *buffer)
{
    const struct job *job = worker->job;
    const uint64_t line_bytes = job->text.length + 1;
    const uint64_t from = block * job->block_bytes;
    const uint64_t rest = job->bytes - from;
    const uint64_t bytes = rest < job->block_bytes ? rest : job->block_bytes;
    const uint64_t first_line = from / line_bytes;
    const uint64_t lines = (from + bytes + line_bytes - 1) / line_bytes - first_line;
    const uint64_t before = from - first_line * line_bytes; /* made, and another block's */
    random_text_lines(&job->text, first_line, lines, buffer);

    /* Every line is counted once, in the block where it starts. */
    const uint64_t skipped = before > 0 ? line_bytes : 0;
    scan_bytes(&worker->scan, buffer + skipped, lines * line_bytes - skipped,
               from - before + skipped);
    const int error = write_at(job->descriptor, buffer + before, bytes, (off_t)from);
    start_write_back(job->descriptor, from, from + bytes);
    progress_add(bytes);
    return error;
}

static void *work(void *argument)
{
    struct worker *worker = argument;
    struct job *job = worker->job;
    char *buffer = malloc(most_lines(job) * (job->text.length + 1));
    int error = buffer ? 0 : ENOMEM;
    while (error == 0 && job->error == 0) {
        const uint64_t block = atomic_fetch_add(&job->next_block, 1);
        if (block >= job->blocks)
            break;
        error = write_block(worker, block, buffer);
    }
    free(buffer);
    int none = 0;
    atomic_compare_exchange_strong(&job->error, &none, error);
    return NULL;
}

/* Returns 0, or the first errno value of any thread. */
static int write_lines(const struct request *request, int descriptor, struct scan *scan)
{
    const uint64_t line_bytes = request->length + 1;
    struct job job = {.descriptor = descriptor, .bytes = request->bytes};
    random_text_init(&job.text, request->seed, request->length);
    /* A long line is a block of its own: otherwise its parts would be generated many times. */
    job.block_bytes = line_bytes < BLOCK_BYTES / 16 ? BLOCK_BYTES : line_bytes;
    job.blocks = 1 + (job.bytes - 1) / job.block_bytes;

    struct worker *workers = calloc((size_t)request->threads, sizeof *workers);
    if (!workers)
        errx(1, "out of memory");
    for (int i = 0; i < request->threads; i++) {
        workers[i].job = &job;
        errno = pthread_create(&workers[i].thread, NULL, work, &workers[i]);
        if (errno)
            err(1, "cannot start %d threads; ask for fewer --threads", request->threads);
    }
    for (int i = 0; i < request->threads; i++) {
        pthread_join(workers[i].thread, NULL);
        scan->matches += workers[i].scan.matches;
        scan->digest += workers[i].scan.digest;
    }
    free(workers);
    return job.error;
}

/* A text must never be beside another text's manifest: the old manifest is removed first, and so is
 * a text whose manifest can't be written. */
static void publish(const struct request *request, const struct scan *scan)
{
    const struct manifest manifest = {
        .seed = request->seed,
        .lines = request->lines,
        .length = request->length,
        .bytes = request->bytes,
        .matches = scan->matches,
        .digest = scan->digest,
    };
    char why[512];
    char *manifest_name = manifest_path(request->path);
    leftovers_hold_signals();
    if (unlink(manifest_name) != 0 && errno != ENOENT)
        fail(manifest_name, errno);
    if (rename(leftovers.file, request->path) != 0)
        fail(request->path, errno);
    free(leftovers.file);
    leftovers.file = NULL;
    if (!manifest_write(request->path, &manifest, why, sizeof why)) {
        unlink(request->path);
        errx(1, "cannot write %s; choose another --output", why);
    }
    leftovers.folder = NULL;
    leftovers_release_signals();
    free(manifest_name);
}

struct scan write_text(const struct request *request)
{
    leftovers_watch();
    char *folder = folder_of(request->path);
    make_folder(folder);
    const int descriptor = open_temporary(request->path); /* which may make room */
    check_space(folder, request->bytes);

    struct scan scan = {0};
    progress_start(request->bytes);
    int error = write_lines(request, descriptor, &scan);
    /* Not left to the kernel: its write-back would disturb what is measured next. */
    if (error == 0 && fdatasync(descriptor) != 0)
        error = errno;
    progress_stop();
    if (error)
        fail(request->path, error);

    publish(request, &scan);
    close(descriptor); /* and with it the lock on what was the temporary file */
    free(folder);
    return scan;
}
