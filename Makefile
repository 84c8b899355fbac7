# A thin cover: scripts/bootstrap fetches what is missing, cmake and ctest do the work. By hand:
# cmake --preset release && cmake --build --preset release && ctest --preset release

PREFIX := /usr/local

.PHONY: all install bench bench-quick bench-peers test coverage clean help
.NOTPARALLEL: # the steps follow one another, and each uses every core by itself

hash := \#
ifneq (,$(findstring $(hash),$(CURDIR)))
$(error CMake cannot build in a folder with a $(hash) in its path: move $(CURDIR) to another place)
endif

jobs := $(shell nproc)
# Unaware of this make, whose job server would hold back their own jobs.
cmake := env -u MAKEFLAGS -u MAKELEVEL cmake
# Many tests wait for something: twice as many as there are cores.
ctest := env -u MAKEFLAGS -u MAKELEVEL ctest --parallel $(shell expr 2 \* $(jobs))
# Older sanitizers die by chance where the kernel randomises many bits of an address: it is told not
# to, where that is allowed.
no_aslr = $(shell setarch -R true 2>/dev/null && echo setarch -R)

# $(call disown,FOLDER). Removes a build folder that was moved or copied here: CMake would refuse it.
disown = was=$$(sed -n 's/^CMAKE_CACHEFILE_DIR:INTERNAL=//p' $1/CMakeCache.txt 2>/dev/null); \
	[ -z "$$was" ] || [ "$$was" -ef $1 ] || \
	{ echo "$1/ was made as $$was/: making it anew"; $(RM) -r $1; }

# $(call build,PRESET,FOLDER). Configures each time, which takes a tenth of a second, to find a
# library installed since; says at length what it found only the first time.
build = $(call disown,$2) && \
	$(cmake) --preset $1 $(if $(wildcard $2/CMakeCache.txt),>/dev/null) && \
	$(cmake) --build --preset $1 --parallel $(jobs)

all: ## build the generator, the variants and the harness
	@scripts/bootstrap
	@$(call build,release,build)

bench: all ## measure all variants on 1 GB of text, profile four: 8 minutes
	@$(cmake) --build --preset release --target bench

bench-quick: all ## the same on a tenth of the text, in up to 2 minutes
	@$(cmake) --build --preset release --target bench-quick

bench-peers: all ## as bench, beside ripgrep, grep and others, in up to 12 minutes
	@scripts/bootstrap --peers
	@$(cmake) --build --preset release --target bench-peers

.PHONY: exercises # a folder as well
exercises: all ## build the exercises, and list them: see exercises/README.md
	@build/harness exercise

test: ## run all tests: as released, under the sanitizers, and fuzzing
	@scripts/bootstrap --tests
	@$(call build,release,build)
	@$(ctest) --preset release
	@$(call build,asan,build-asan)
	@find build-asan -name '*.gcda' -delete
	@$(no_aslr) $(ctest) --preset asan
	@if scripts/bootstrap --has-thread-sanitizer; then \
		$(call build,tsan,build-tsan) && \
		$(no_aslr) $(ctest) --preset tsan; \
	else \
		echo "thread-sanitizer tests skipped: no clang with OpenMP and Archer"; \
	fi
	@if scripts/bootstrap --has-fuzzer; then \
		$(call build,fuzz,build-fuzz) && \
		$(no_aslr) $(ctest) --preset fuzz; \
	else \
		echo "fuzz tests skipped: no clang with libFuzzer"; \
	fi

install: all ## install the command bottleneck: make install PREFIX=~/.local
	@$(cmake) --install build --prefix "$(patsubst ~/%,$$HOME/%,$(PREFIX))"

coverage: ## which lines of harness and gen make test ran: nine in ten
	@scripts/bootstrap --ci
	@find build-asan -name '*.gcda' 2>/dev/null | grep -q . || { echo "run make test first"; exit 1; }
	@gcovr --root . --filter harness/ --filter gen/ --filter common/ --gcov-ignore-parse-errors \
		--fail-under-line 90 build-asan 2>build-asan/gcovr.txt || \
		{ cat build-asan/gcovr.txt; exit 1; }

clean: ## remove what was built; the generated text stays
	@$(RM) -r build build-asan build-tsan build-fuzz build-profile build-analyze

help: ## list what can be made
	@sed -n 's/^all:/[all]:/; s/^\([][a-z-]*\):.*## /\1|/p' Makefile | \
		while IFS='|' read -r name text; do printf 'make %-12s %s\n' "$$name" "$$text"; done
