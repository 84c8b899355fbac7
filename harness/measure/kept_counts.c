#include "measure/kept_counts.h"
#include "base/whole_file.h"
#include "common/manifest.h"
#include "common/units.h"
#include "variants/encoding.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>

#define KEPT_MOST 20 /* of one text; the oldest goes */

/* What tells one count from another: the text's last change, and what was asked for. */
static json_t *key_of(const struct stat *text, const struct patterns *patterns)
{
    uint64_t modified_ns =
        (uint64_t)text->st_mtim.tv_sec * NS_PER_S + (uint64_t)text->st_mtim.tv_nsec;
    return json_pack("{s:o, s:o, s:O, s:s, s:b, s:s}", "bytes",
                     encode_natural((uint64_t)text->st_size), "modified_ns",
                     encode_natural(modified_ns), "list", patterns->list, "combined",
                     patterns->combined, "caseless", patterns->caseless, "count",
                     patterns->lines ? "lines" : "matches");
}

static json_t *encode(const struct scan *scan)
{
    return json_pack("[o, o]", encode_natural(scan->matches), encode_digest(scan->digest));
}

static bool decode(const json_t *pair, struct scan *scan)
{
    return json_array_size(pair) == 2 && decode_natural(json_array_get(pair, 0), &scan->matches) &&
           decode_digest(json_array_get(pair, 1), &scan->digest);
}

static bool read_entry(const json_t *entry, size_t count, struct reference_counts *counts)
{
    const json_t *each = json_object_get(entry, "each");
    *counts = (struct reference_counts){0};
    bool good = json_array_size(each) == count &&
                decode_natural(json_object_get(entry, "bytes"), &counts->bytes) &&
                decode_natural(json_object_get(entry, "lines"), &counts->lines) &&
                decode(json_object_get(entry, "as_one"), &counts->combined);
    for (size_t i = 0; good && i < count; i++) {
        good = decode(json_array_get(each, i), &counts->each[i]);
        counts->all.matches += counts->each[i].matches;
        counts->all.digest += counts->each[i].digest;
    }
    return good;
}

/* Whether the entry has all that the key has. */
static bool fits(json_t *entry, json_t *key)
{
    const char *name;
    json_t *value;
    json_object_foreach(key, name, value)
    {
        if (!json_equal(json_object_get(entry, name), value))
            return false;
    }
    return true;
}

/* The manifest; a new one where there is none, NULL if there is something else. */
static json_t *open_manifest(const char *manifest)
{
    json_t *root = json_load_file(manifest, JSON_REJECT_DUPLICATES, NULL);
    if (!root && errno == ENOENT)
        return json_object();
    if (json_object_get(root, "digest") || json_object_get(root, "counted"))
        return root;
    json_decref(root);
    return NULL;
}

bool kept_counts_find(const char *path, const struct stat *text, const struct patterns *patterns,
                      struct reference_counts *counts)
{
    char *manifest = manifest_path(path);
    json_t *root = json_load_file(manifest, JSON_REJECT_DUPLICATES, NULL),
           *key = key_of(text, patterns), *entry;
    size_t i;
    bool found = false;
    json_array_foreach(json_object_get(root, "counted"), i, entry)
    {
        if (!found && fits(entry, key))
            found = read_entry(entry, json_array_size(patterns->list), counts);
    }
    json_decref(key);
    json_decref(root);
    free(manifest);
    return found;
}

static bool put(const void *root, FILE *to)
{
    return json_dumpf(root, to, JSON_INDENT(2)) == 0 && putc('\n', to) != EOF;
}

void kept_counts_add(const char *path, const struct stat *text, const struct patterns *patterns,
                     const struct reference_counts *counts)
{
    char *manifest = manifest_path(path), why[4400];
    errno = 0;
    json_t *root = open_manifest(manifest), *entry = key_of(text, patterns), *each = json_array();
    for (size_t i = 0; i < json_array_size(patterns->list); i++)
        json_array_append_new(each, encode(&counts->each[i]));
    json_object_set_new(entry, "lines", encode_natural(counts->lines));
    json_object_set_new(entry, "each", each);
    json_object_set_new(entry, "as_one", encode(&counts->combined));
    json_t *kept = json_object_get(root, "counted");
    if (root && !json_is_array(kept)) {
        kept = json_array();
        json_object_set_new(root, "counted", kept);
    }
    if (json_array_size(kept) >= KEPT_MOST)
        json_array_remove(kept, 0);
    if (root) {
        json_array_append(kept, entry);
        if (!whole_file_write(manifest, put, root, why, sizeof why))
            warnx("the counts are not kept, so the next run counts again: %s", why);
    }
    json_decref(entry);
    json_decref(root);
    free(manifest);
}
