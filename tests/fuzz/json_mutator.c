/* How libFuzzer changes inputs that are JSON: half the time as JSON, else most of them would be
 * refused before anything looks at what they say. */
#include "fuzz.h"
#include "tests/support/dice.h"

#include <jansson.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);

static size_t count_in(const json_t *node)
{
    return json_is_array(node) ? json_array_size(node) : json_object_size(node);
}

/* One of the arrays and objects at or below `node` that are not empty, each as likely. */
// NOLINTNEXTLINE(misc-no-recursion): jansson reads no more than 2,048 levels
static void pick(json_t *node, struct dice *dice, uint64_t *seen, json_t **picked)
{
    const char *key;
    json_t *each;
    size_t i;
    if (count_in(node) == 0)
        return;
    if (roll(dice, ++*seen) == 0)
        *picked = node;
    json_object_foreach(node, key, each) pick(each, dice, seen, picked);
    json_array_foreach(node, i, each) pick(each, dice, seen, picked);
}

static json_t *other_value(json_t *root, struct dice *dice)
{
    static const char *const values[] = {"null",
                                         "true",
                                         "0",
                                         "1",
                                         "-1",
                                         "0.5",
                                         "1e300",
                                         "2147483648",
                                         "9223372036854775807",
                                         "\"\"",
                                         "\"x\"",
                                         "\"infinite\"",
                                         "\"\\u0001\\u00e9\"",
                                         "[]",
                                         "{}"};
    uint64_t choice = roll(dice, sizeof values / sizeof values[0] + 3), seen = 0;
    json_t *copied = root;
    if (choice < sizeof values / sizeof values[0])
        return json_loads(values[choice], JSON_DECODE_ANY, NULL);
    pick(root, dice, &seen, &copied);
    return json_deep_copy(copied);
}

/* Takes something out, puts something else in its place, or repeats it. */
static void change(json_t *root, struct dice *dice)
{
    uint64_t seen = 0;
    json_t *node = NULL;
    pick(root, dice, &seen, &node);
    if (!node)
        return;
    size_t which = roll(dice, count_in(node));
    uint64_t what = roll(dice, 3);
    if (json_is_array(node)) {
        if (what == 0)
            json_array_remove(node, which);
        else if (what == 1)
            json_array_set_new(node, which, other_value(root, dice));
        for (uint64_t i = what == 2 ? 1 + roll(dice, 40) : 0; i > 0; i--)
            json_array_append_new(node, json_deep_copy(json_array_get(node, which)));
        return;
    }
    void *at = json_object_iter(node);
    while (which-- > 0)
        at = json_object_iter_next(node, at);
    if (what == 0)
        json_object_del(node, json_object_iter_key(at));
    else
        json_object_iter_set_new(node, at, other_value(root, dice));
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    struct dice dice = {seed};
    json_t *root = roll(&dice, 2) ? json_loadb((const char *)data, size, 0, NULL) : NULL;
    if (!root)
        return LLVMFuzzerMutate(data, size, max_size);
    for (uint64_t changes = 1 + roll(&dice, 3); changes > 0; changes--)
        change(root, &dice);
    size_t length = json_dumpb(root, (char *)data, max_size, JSON_COMPACT);
    json_decref(root);
    if (length == 0 || length >= max_size)
        return size;     /* too long: as much of it as there was room for */
    data[length] = '\n'; /* as records end */
    return length + 1;
}
