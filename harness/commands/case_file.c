#include "commands/case_file.h"
#include "base/printable.h"
#include "base/strings.h"
#include "common/nearest.h"
#include "common/units.h"
#include "system/machine.h"

#include <err.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_USAGE 2

#ifdef HAVE_YAML
#include <yaml.h>

struct reading {
    const char *path;
    yaml_document_t document;
    struct run_options *options;
    struct pattern_values *patterns;
    struct program_option *program; /* the current one */
};

struct key {
    const char *name;
    void (*read)(struct reading *reading, const yaml_node_t *value);
};

__attribute__((format(printf, 3, 4))) static _Noreturn void
refuse(const struct reading *reading, yaml_mark_t at, const char *format, ...)
{
    char *what;
    va_list values;
    va_start(values, format);
    if (vasprintf(&what, format, values) < 0)
        err(1, "%s", reading->path);
    va_end(values);
    errx(EXIT_USAGE, "%s:%zu:%zu: %s", reading->path, at.line + 1, at.column + 1,
         printable(what, '?'));
}

/* --- values --- */

static const char *text_of(const struct reading *reading, const yaml_node_t *node, const char *key)
{
    const char *text = (const char *)node->data.scalar.value;
    if (node->type != YAML_SCALAR_NODE || !*text)
        refuse(reading, node->start_mark, "'%s' must be one text", key);
    if (strlen(text) != node->data.scalar.length)
        refuse(reading, node->start_mark, "'%s' holds a NUL", key);
    return text;
}

/* "a,b" from a text, or from a list of texts. */
static char *list_of(struct reading *reading, const yaml_node_t *node, const char *key)
{
    if (node->type != YAML_SEQUENCE_NODE)
        return lasting_string("%s", text_of(reading, node, key));
    char *list = NULL;
    for (const yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++) {
        const char *text = text_of(reading, yaml_document_get_node(&reading->document, *item), key);
        list = lasting_string("%s%s%s", list ? list : "", list ? "," : "", text);
    }
    if (!list)
        refuse(reading, node->start_mark, "'%s' lists nothing", key);
    return list;
}

static const struct key *find_key(const struct reading *reading, const yaml_node_t *node,
                                  const struct key *keys)
{
    const char *name = text_of(reading, node, "a key");
    struct nearest nearest = {.word = name};
    for (; keys->name; keys++) {
        if (strcmp(keys->name, name) == 0)
            return keys;
        nearest_try(&nearest, keys->name);
    }
    refuse(reading, node->start_mark, "there is no key '%s' here; %s%s init FILE shows all", name,
           nearest_hint(&nearest), machine_self());
}

/* Reads a mapping, each key at most once. */
static void read_mapping(struct reading *reading, const yaml_node_t *node, const struct key *keys,
                         const char *what)
{
    if (node->type != YAML_MAPPING_NODE)
        refuse(reading, node->start_mark, "%s must be keys and values, such as text: access.log",
               what);
    const yaml_node_pair_t *first = node->data.mapping.pairs.start;
    for (const yaml_node_pair_t *pair = first; pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *name = yaml_document_get_node(&reading->document, pair->key);
        const struct key *key = find_key(reading, name, keys);
        for (const yaml_node_pair_t *before = first; before < pair; before++)
            if (find_key(reading, yaml_document_get_node(&reading->document, before->key), keys) ==
                key)
                refuse(reading, name->start_mark, "'%s' appears twice", key->name);
        key->read(reading, yaml_document_get_node(&reading->document, pair->value));
    }
}

/* --- a program --- */

static void read_name(struct reading *reading, const yaml_node_t *value)
{
    struct program_option *program = reading->program;
    program->name = lasting_string("%s", text_of(reading, value, "name"));
    program->where = lasting_string("%s:%zu:%zu", reading->path, value->start_mark.line + 1,
                                    value->start_mark.column + 1);
}

static void read_command(struct reading *reading, const yaml_node_t *value)
{
    reading->program->command = lasting_string("%s", text_of(reading, value, "command"));
}

static void read_after(struct reading *reading, const yaml_node_t *value)
{
    reading->program->after = lasting_string("%s", text_of(reading, value, "after"));
}

static void read_attacks(struct reading *reading, const yaml_node_t *value)
{
    reading->program->attacks = list_of(reading, value, "attacks");
}

static void read_predict(struct reading *reading, const yaml_node_t *value)
{
    if (!foretold_parse(text_of(reading, value, "predict"), &reading->program->foretold))
        refuse(reading, value->start_mark, "a prediction is a number of times, as in 4x");
}

static void read_prints(struct reading *reading, const yaml_node_t *value)
{
    if (!prints_parse(text_of(reading, value, "prints"), &reading->program->prints))
        refuse(reading, value->start_mark, "'prints' is number, lines or json");
}

static const struct key program_keys[] = {
    {"name", read_name},
    {"command", read_command},
    {"after", read_after},
    {"attacks", read_attacks},
    {"predict", read_predict},
    {"prints", read_prints},
    {NULL, NULL},
};

static void read_programs(struct reading *reading, const yaml_node_t *value)
{
    struct run_options *options = reading->options;
    if (value->type != YAML_SEQUENCE_NODE)
        refuse(reading, value->start_mark, "'programs' is a list, each entry with - before it");
    for (const yaml_node_item_t *item = value->data.sequence.items.start;
         item < value->data.sequence.items.top; item++) {
        const yaml_node_t *node = yaml_document_get_node(&reading->document, *item);
        if (options->program_count == PROGRAMS_MOST)
            refuse(reading, node->start_mark, "over %d programs are too many", PROGRAMS_MOST);
        reading->program = &options->programs[options->program_count++];
        read_mapping(reading, node, program_keys, "a program");
        if (!reading->program->name || !reading->program->command)
            refuse(reading, node->start_mark, "a program has a name and a command");
    }
}

/* --- all of it --- */

static void read_text(struct reading *reading, const yaml_node_t *value)
{
    const char *text = text_of(reading, value, "text");
    if (!reading->options->data)
        reading->options->data = lasting_string("%s", text);
}

static void read_patterns(struct reading *reading, const yaml_node_t *value)
{
    struct pattern_values *patterns = reading->patterns;
    if (value->type != YAML_SEQUENCE_NODE ||
        value->data.sequence.items.start == value->data.sequence.items.top)
        refuse(reading, value->start_mark, "'patterns' is a list, each entry with - before it");
    for (const yaml_node_item_t *item = value->data.sequence.items.start;
         item < value->data.sequence.items.top; item++) {
        const yaml_node_t *node = yaml_document_get_node(&reading->document, *item);
        if (patterns->count == PATTERNS_MOST)
            refuse(reading, node->start_mark, "%d patterns at most", PATTERNS_MOST);
        patterns->given[patterns->count++] =
            lasting_string("%s", text_of(reading, node, "a pattern"));
    }
}

static void read_combined(struct reading *reading, const yaml_node_t *value)
{
    reading->patterns->combined = lasting_string("%s", text_of(reading, value, "combined"));
}

/* False for the word `no`, true for `yes`; other words are refused. */
static bool choice(const struct reading *reading, const yaml_node_t *value, const char *key,
                   const char *no, const char *yes)
{
    const char *text = text_of(reading, value, key);
    if (strcmp(text, no) != 0 && strcmp(text, yes) != 0)
        refuse(reading, value->start_mark, "'%s' is %s or %s", key, no, yes);
    return strcmp(text, yes) == 0;
}

static void read_case(struct reading *reading, const yaml_node_t *value)
{
    reading->patterns->case_sensitive = choice(reading, value, "case", "any", "sensitive");
}

static void read_count(struct reading *reading, const yaml_node_t *value)
{
    reading->patterns->lines = choice(reading, value, "count", "matches", "lines");
}

static void read_variants(struct reading *reading, const yaml_node_t *value)
{
    char *names = list_of(reading, value, "variants");
    if (!reading->options->variants)
        reading->options->variants = names;
}

static void read_expected(struct reading *reading, const yaml_node_t *value)
{
    struct run_options *options = reading->options;
    if (!units_parse_number(text_of(reading, value, "expected"), 0, INT64_MAX, &options->expected))
        refuse(reading, value->start_mark, "'expected' is a number of matches");
    options->expected_where = lasting_string(
        "%s:%zu:%zu", reading->path, value->start_mark.line + 1, value->start_mark.column + 1);
}

static const struct key keys[] = {
    {"text", read_text},         {"patterns", read_patterns}, {"combined", read_combined},
    {"case", read_case},         {"count", read_count},       {"expected", read_expected},
    {"variants", read_variants}, {"programs", read_programs}, {NULL, NULL},
};

/* The line and column of a byte. */
static yaml_mark_t mark_of(FILE *file, size_t offset)
{
    yaml_mark_t mark = {0};
    rewind(file);
    for (int c; mark.index < offset && (c = getc(file)) != EOF; mark.index++) {
        mark.column = c == '\n' ? 0 : mark.column + 1;
        mark.line += c == '\n';
    }
    return mark;
}

static void load_document(const struct reading *reading, yaml_parser_t *parser,
                          yaml_document_t *document, FILE *file)
{
    if (!yaml_parser_load(parser, document))
        refuse(reading,
               parser->error == YAML_READER_ERROR ? mark_of(file, parser->problem_offset)
                                                  : parser->problem_mark,
               "this isn't YAML: %s", parser->problem ? parser->problem : "it cannot be read");
}

/* Reads the whole file, which must be one document. */
static void load(struct reading *reading)
{
    yaml_parser_t parser;
    yaml_document_t more;
    FILE *file = fopen(reading->path, "re");
    if (!file || !yaml_parser_initialize(&parser))
        err(1, "%s", reading->path);
    yaml_parser_set_input_file(&parser, file);
    load_document(reading, &parser, &reading->document, file);
    load_document(reading, &parser, &more, file);
    const yaml_node_t *second = yaml_document_get_root_node(&more);
    if (second)
        refuse(reading, second->start_mark, "a case is one document: leave out what follows ---");
    yaml_document_delete(&more);
    yaml_parser_delete(&parser);
    fclose(file);
}

static void read_case_file(const char *path, struct run_options *options,
                           struct pattern_values *patterns)
{
    if (patterns->count > 0 || patterns->combined || patterns->case_sensitive || patterns->lines)
        errx(EXIT_USAGE, "say what to count in %s or with --pattern and related options, not both",
             path);
    struct reading reading = {.path = path, .options = options, .patterns = patterns};
    load(&reading);
    const yaml_node_t *root = yaml_document_get_root_node(&reading.document);
    if (root)
        read_mapping(&reading, root, keys, "a case");
    else
        errx(EXIT_USAGE, "%s:1:1: the case is empty; %s init FILE writes a case", path,
             machine_self());
    yaml_document_delete(&reading.document);
}

#else

static void read_case_file(const char *path, struct run_options *options,
                           struct pattern_values *patterns)
{
    (void)options;
    (void)patterns;
    errx(1, "%s: this build reads no case files: install libyaml-dev, then make again", path);
}

#endif

void case_file_read(const char *path, struct run_options *options, struct pattern_values *patterns)
{
    if (access(path, F_OK) != 0)
        errx(EXIT_USAGE, "there is no case file '%s': %s init writes one", path, machine_self());
    read_case_file(path, options, patterns);
}

void case_file_expect(const struct run_options *options, const struct facts *data)
{
    char expected[UNITS_SIZE], counted[UNITS_SIZE];
    if (options->expected_where && options->expected != data->matches)
        errx(1, "%s: %s %s expected, but %s %s in %s", options->expected_where,
             units_grouped(expected, options->expected),
             units_plural(options->expected, "match is", "matches are"),
             units_plural(data->matches, "there is", "there are"),
             units_grouped(counted, data->matches), data->path);
}

bool case_file_put(const void *nothing, FILE *to)
{
    (void)nothing;
    static const char text[] =
        "# A case. Paths are relative to the folder in which you run it.\n"
        "\n"
        "text: access.log            # the file to search, line by line\n"
        "patterns:                   # PCRE2's; each is counted alone, and the counts are added\n"
        "  - ERROR\n"
        "  - 'time-?out'\n"
        "case: sensitive             # or any\n"
        "count: matches              # or lines: those that have a match, for each pattern\n"
        "# combined: 'ERROR|time-?out'  # one pattern with the same matches\n"
        "# expected: 1234            # the number of matches, if you know it\n"
        "# variants: [baseline, jit] # of this build, beside those that programs follow; or all\n"
        "\n"
        "programs:                   # yours; the command check runs each of them once\n"
        "  - name: first             # any name that no variant has\n"
        "    command: grep -aoE 'ERROR|time-?out' {data}   # {data}: the text. No shell is used\n"
        "    prints: lines           # number (of matches), lines (one per match) or json\n"
        "  - name: second\n"
        "    command: grep -aoP 'ERROR|time-?out' {data}\n"
        "    prints: lines\n"
        "    after: first            # what it improves: a program, or a variant\n"
        "    # attacks: search       # which part of that: functions, or stages of a variant\n"
        "    predict: 1.5x           # how many times as fast you expect it to be\n";
    return fputs(text, to) != EOF;
}
