/* A profile: where one run's time went, function by function, from any tool.
 *
 * A tool that knows whole stacks (perf) fills in a calling-context tree: one node for each function
 * under each chain of callers, in each thread. Functions' times and edges follow from it. A tool
 * that knows only functions and edges (callgrind) fills in those. Spans say what threads and
 * devices did when.
 *
 * As JSON (profile.json, schema 1; for the report page show/profile_page.h adds to it):
 *
 *   {"schema":1, "variant":"..", "started":"..Z", "command":[..],
 *    "engine":"perf|callgrind|cupti", "why":"why this engine", "unit":"ns|instructions",
 *    "data":{"path":"..","bytes":n,"lines":n,"repeat":n,"patterns":".."},
 *    "verdict":{"text":"..","function":f}, "imbalance":{"times":x,"count":n,"busiest":t},
 *    "how":{"event":"..","frequency_asked":hz,"frequency_delivered":hz,"samples":n,"lost":n,
 *           "unattributed":share,"unsymbolized":["module",..],
 *           "orphans_reattached":n,"orphans_left":n,"cut":n,
 *           "clean_ns":n,"profiled_ns":n,"counts":{"engine":"..","lines":n,"scale":x}},
 *    "functions":[{"name","module","category":"own|library|jit|kernel|gpu|unknown",
 *                  "self":w,"total":w,"samples":n,"calls":n}],
 *    "edges":[{"caller":f,"callee":f,"total":w,"calls":n}],
 *    "threads":[{"pid","tid","name","start_ns","end_ns","cpu_ns","preempted_ns"}],
 *    "nodes":[{"function":f,"parent":node,"thread":t,"self":w,"samples":n}],
 *    "lanes":[{"name","category":"thread|gpu",
 *              "spans":[{"name","category":"compute|copy|wait|call","start_ns","ns","bytes"}]}]}
 *
 * f, t and node are indices into their arrays. A node's parent comes before it; a root has none.
 * Unknown values are omitted. The verdict (profile_verdict.h) and the imbalance (profile_figures.h)
 * are there for other readers; the harness computes them again. Weights w are in the unit, for all
 * `repeat` searches; clean_ns and profiled_ns are for one. start_ns and end_ns are relative to the
 * start of the run. */
#ifndef PROFILE_H
#define PROFILE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROFILE_NONE SIZE_MAX /* no node, no function, no thread */

enum profile_unit {
    PROFILE_NS,
    PROFILE_INSTRUCTIONS,
};

/* Whose code a function is. */
enum profile_category {
    PROFILE_OWN,     /* the variant's own program, without libraries linked into it */
    PROFILE_LIBRARY, /* library code, linked in or loaded */
    PROFILE_JIT,     /* generated while the program ran */
    PROFILE_KERNEL,  /* the operating system */
    PROFILE_GPU,
    PROFILE_UNKNOWN,
    PROFILE_CATEGORIES,
};

struct profile_function {
    char *name, *module; /* module: file name without folders; "": unknown */
    enum profile_category category;
    double self, total; /* total: with everything below it, recursion counted once */
    uint64_t samples;   /* of self */
    uint64_t calls;
    bool has_calls;
};

struct profile_edge {
    size_t caller, callee; /* functions */
    double total;          /* of the callee when called from there, recursion counted once */
    uint64_t calls;
    bool has_calls;
};

struct profile_node {
    size_t function;
    size_t parent; /* a node before this one, or PROFILE_NONE */
    size_t thread; /* PROFILE_NONE: unknown */
    double self;
    uint64_t samples;
};

struct profile_thread {
    int64_t pid, tid;
    char *name;
    uint64_t start_ns, end_ns, cpu_ns;
    uint64_t preempted_ns; /* ready to run while others ran */
};

enum profile_span_category {
    PROFILE_COMPUTE,
    PROFILE_COPY,
    PROFILE_WAIT,
    PROFILE_CALL,
};

struct profile_span {
    char *name;
    enum profile_span_category category;
    uint64_t start_ns, ns, bytes;
};

struct profile_lane {
    char *name;
    bool gpu;
    struct profile_span *spans;
    size_t span_count;
};

/* How it was obtained. What a tool doesn't tell is 0, NULL or empty. */
struct profile_how {
    char *event;
    double frequency_asked, frequency_delivered; /* per second of CPU time */
    uint64_t samples;                            /* 0: everything was recorded or counted */
    uint64_t lost;                               /* samples, or records */
    double unattributed;                         /* share of the weight in unknown functions */
    json_t *unsymbolized;                        /* an array: modules without symbols */
    uint64_t orphans_reattached, orphans_left;
    uint64_t cut;                   /* samples whose stack doesn't reach the start of a thread */
    uint64_t clean_ns, profiled_ns; /* the run without the tool, and with it */
    char *counts_engine;            /* what counted calls */
    uint64_t counts_lines;          /* lines of the text, if it counted on a part of it */
    double counts_scale;            /* the factor applied to its counts */
};

struct profile {
    char *variant, *started, *engine, *why;
    json_t *command; /* an array of strings */
    enum profile_unit unit;
    char *patterns; /* the patterns and the case, in words; NULL in older profiles */
    char *data_path;
    uint64_t data_bytes, data_lines;
    uint64_t data_repeat; /* how often it was searched; 0 is once */
    struct profile_how how;

    struct profile_function *functions;
    struct profile_edge *edges;
    struct profile_thread *threads;
    struct profile_node *nodes;
    struct profile_lane *lanes;
    size_t function_count, edge_count, thread_count, node_count, lane_count;

    json_t *names; /* private: maps "module\nname" to the function's index */
};

/* A name that is safe for files and terminals: UTF-8 without control characters, with a question
 * mark for each other byte, and not too long. Symbol tables may contain anything. free() it. */
char *profile_clean(const char *name);

/* An empty profile. Unknown members are NULL. */
struct profile *profile_new(void);
void profile_free(struct profile *profile);

/* Zeroed memory for so many elements and one more; and room for one more zeroed element, in an
 * array that grows this way from NULL. If memory runs out, they end the program. */
void *profile_room(size_t count, size_t size);
void *profile_grow(void *array, size_t count, size_t size);

/* The index that an object has for a key. For a new key it is `next`, which is then remembered. */
size_t profile_place(json_t *places, const char *key, size_t next);

/* A function's index; adds it if it is new. The first category given counts. Names, here and below,
 * are cleaned. */
size_t profile_function(struct profile *profile, const char *name, const char *module,
                        enum profile_category category);

/* The index of an existing function or edge, else PROFILE_NONE; PROFILE_NONE arguments are allowed.
 */
size_t profile_find_function(const struct profile *profile, const char *name, const char *module);
size_t profile_find_edge(const struct profile *profile, size_t caller, size_t callee);

/* A thread's index; adds it if it is new. A later name replaces an earlier one. */
size_t profile_thread(struct profile *profile, int64_t pid, int64_t tid, const char *name);

/* The node of a function below a parent (PROFILE_NONE: a root); adds it if it is new. */
size_t profile_node(struct profile *profile, size_t parent, size_t function, size_t thread);

/* Adds weight to a node. */
void profile_hit(struct profile *profile, size_t node, double weight, uint64_t samples);

/* An edge's index; adds it if it is new. */
size_t profile_edge(struct profile *profile, size_t caller, size_t callee);

/* Adds calls and their weight to an edge. */
void profile_call(struct profile *profile, size_t caller, size_t callee, uint64_t calls,
                  double weight);

size_t profile_lane(struct profile *profile, const char *name, bool gpu);
void profile_span(struct profile *profile, size_t lane, const char *name,
                  enum profile_span_category category, uint64_t start_ns, uint64_t ns,
                  uint64_t bytes);

/* Computes the functions' self, total and samples, and the edges' totals, from the tree. Calls
 * stay. */
void profile_sum_up(struct profile *profile);

/* The whole weight, in the unit: the sum of self. */
double profile_total(const struct profile *profile);

const char *profile_category_name(enum profile_category category);
const char *profile_span_category_name(enum profile_span_category category);

#endif
