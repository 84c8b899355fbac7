/* libactivity.so, whose path is the argument, in a program without CUDA: with a GPU it records
 * nothing of it, without one it says why; the program goes on in any case. */
#include "activity.h"
#include "copies.h"
#include "roots.h"
#include "samples.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *library;

/* In a child, which ends with 3: loads the library as CUDA does, `times` times. */
static void inject(const char *folder, int times)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        void *loaded = dlopen(library, RTLD_NOW);
        int (*start)(void) = loaded ? (int (*)(void))dlsym(loaded, "InitializeInjection") : NULL;
        if (folder)
            setenv(ACTIVITY_FOLDER, folder, 1);
        for (int i = 0; i < times; i++)
            if (!start || start() != 1)
                _exit(4);
        exit(3);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 3);
}

/* The file's last line; free() it. NULL where there is none. */
static char *last_line(const char *folder)
{
    char *path = format_string("%s/" ACTIVITY_FILE, folder), *line = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "re");
    while (file && getline(&line, &size, file) >= 0)
        continue;
    if (file)
        fclose(file);
    free(path);
    return line;
}

static void does_no_harm(void **state)
{
    (void)state;
    char *folder = roots_new();
    inject(NULL, 1); /* nobody asked for a record */
    assert_null(last_line(folder));
    inject("/nowhere/at/all", 1);
    inject(folder, 2); /* the second finds the first one's file */
    char *line = last_line(folder);
    assert_non_null(line);
    if (!strstr(line, "\"what\":\"end\""))
        assert_has(line, "{\"what\":\"failed\",\"why\":\"");
    char *before = line;
    inject(folder, 1); /* an older record stays as it is */
    line = last_line(folder);
    assert_string_equal(line, before);
    free(before);
    free(line);
    roots_drop(folder);
}

static void says_whether_it_would_work(void **state)
{
    (void)state;
    char why[300] = "";
    void *loaded = dlopen(library, RTLD_NOW);
    assert_non_null(loaded);
    bool (*ask)(char *, size_t) = (bool (*)(char *, size_t))dlsym(loaded, ACTIVITY_WORKS);
    assert_non_null(ask);
    if (!ask(why, sizeof why))
        assert_true(samples_one_line(why));
    dlclose(loaded);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(does_no_harm),
        cmocka_unit_test(says_whether_it_would_work),
    };
    if (argc != 2)
        return 2;
    library = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
