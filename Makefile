# Interloper's build. `make help` lists what there is to type.
#
# A fresh Debian or Ubuntu machine needs node (20.19 or newer), npm and make; the rest is installed where it is missing.
# build/ is node-gyp's folder too: never `node-gyp rebuild`, which deletes it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

# What the build and the tests need, by Debian's names; scripts/setup.sh installs those that are missing.
BUILD_PACKAGES := clang libbpf-dev libelf-dev zlib1g-dev pkg-config g++ make python3
TEST_PACKAGES  := bpftool gdb strace perl python3 gcc libc6-dev git procps zstd
# What `make eval` runs: a desktop's worth. Some 4 GB.
EVAL_PACKAGES  := afl++ ant apache2 apt bash bpftrace bubblewrap buildah busybox-static chezscheme chicken-bin chromium clamav clang clinfo clisp coreutils crun crystal curl dbus default-jdk-headless delve docker.io dosbox dpkg eatmydata ecl elfutils elixir emacs-nox epiphany-browser erlang-base fakechroot fakeroot faketime ffmpeg firefox-esr firejail gambc gcc gcc-multilib gcl gdb gdb-multiarch gdbserver gforth ghc git gjs golang-go groovy gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-tools guile-3.0 haproxy heaptrack jruby ldc libapache2-mod-php8.2 libc6-dev libclang-rt-dev libgccjit-12-dev libgl1-mesa-dri libmpich-dev libopenmpi-dev libreoffice-writer-nogui linux-perf linux-source lldb lsof ltrace lua5.4 luajit lxc mariadb-server maxima mesa-utils mit-scheme mono-mcs mono-runtime mpich mpv mutter newlisp nginx nim nodejs ocaml octave openmpi-bin openssh-server perl php-cli php-fpm picolisp pike8.0 pipewire pipewire-bin pocl-opencl-icd podman polyml postgresql procps proot psmisc pulseaudio pulseaudio-utils pypy3 python3 python3-numba python3-ptrace python3-pytest python3-unicorn python3-venv qemu-system-x86 qemu-user qutebrowser r-base-core racket redis-server reptyr ruby runc rustc sbcl scanmem sqlite3 strace swi-prolog-nox systemd-container tcc tcl ucx-utils uftrace umview util-linux valgrind varnish weston wine64 xvfb xz-utils
LAB_PACKAGES   := qemu-system-x86 busybox-static e2fsprogs kmod debian-archive-keyring

CLANG  ?= clang
NODE   := node
BIN    := node_modules/.bin
STAMPS := build/.stamps

# What `make lab` downloads and writes, outside the repository: kernels are kept there.
LAB_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/interloper-lab
# Which kernels it boots; all that it knows where none is named.
KERNELS ?=

BPF_ARCH := $(patsubst aarch64,arm64,$(patsubst x86_64,x86,$(shell uname -m)))
# The second for kernels that let no address be given a type: see bpf/read.bpf.h.
BPF_OBJECTS := build/interloper.bpf.o build/interloper-helpers.bpf.o
BPF_FLAGS := -O2 -g -target bpf -mcpu=v3 -D__TARGET_ARCH_$(BPF_ARCH) -Wall -Werror

NATIVE_SOURCES := $(sort $(wildcard native/*.cc native/*.c native/*.h native/*.S))
# With a dot, for `test` alone is a goal.
TS_FOLDERS     := $(sort $(shell find src test bench scripts -path test/fixtures -prune -o -type d -printf '%p/. ' 2>/dev/null))
TS_SOURCES     := $(sort $(shell find src test bench scripts -path test/fixtures -prune -o -name '*.ts' -print 2>/dev/null))
NODE_VERSION   := $(shell $(NODE) -p process.version 2>/dev/null)

ifeq ($(NODE_VERSION),)
ifneq ($(MAKECMDGOALS),help)
$(error Interloper needs Node.js 20.19 or newer, and `node` is not in the PATH. Install it (Debian 13 and Ubuntu 25.04 or later: `apt-get install nodejs npm`; otherwise see https://nodejs.org), then run make again)
endif
endif

.PHONY: help run test coverage lab eval eval-document build bpf addon typescript lint clean distclean
.DEFAULT_GOAL := help

help:
	@echo 'make run        set up, build, show that detection works on this host, then watch it (root)'
	@echo 'make test       set up, build, run all tests (the kernel tests as root)'
	@echo 'make build      set up and build: BPF object, addon, TypeScript'
	@echo 'make lint       check formatting, types and warnings'
	@echo 'make coverage   run all tests with a coverage report in coverage/'
	@echo 'make lab        boot kernels 5.10 to 7.2 in QEMU and run the kernel tests there (KERNELS="5.10 7.2": only those)'
	@echo 'make eval       run the evaluation: real programs under the sensor and auditd (root; for a lab machine: it installs 4 GB of them, servers too)'
	@echo 'make clean      remove what was built'
	@echo 'make distclean  remove node_modules too'

run:
	@scripts/require-root.sh run
	@$(MAKE) --no-print-directory --silent build
	@$(NODE) dist/src/cli/main.js selftest
	@exec $(NODE) dist/src/cli/main.js watch

test: build $(STAMPS)/test-packages
	@scripts/test.sh

coverage: build $(STAMPS)/test-packages
	@scripts/test.sh --coverage

# One at a time: they share the cache. The lock must not outlive make in a program that was left behind.
lab: build $(STAMPS)/test-packages $(STAMPS)/lab-packages
	@mkdir -p '$(LAB_CACHE)'
	@LAB_CACHE='$(LAB_CACHE)' flock --close '$(LAB_CACHE)' $(NODE) dist/test/lab/run.js $(KERNELS)

# One at a time: auditd is one per machine.
eval: build $(STAMPS)/test-packages $(STAMPS)/eval-packages
	@scripts/require-root.sh eval
	@$(NODE) dist/test/eval/run.js

# From the recordings, without root.
eval-document: typescript
	@$(NODE) dist/test/eval/run.js --document

build: bpf addon typescript
bpf: $(BPF_OBJECTS)
addon: build/Release/interloper.node
typescript: $(STAMPS)/typescript

lint: build
	$(BIN)/biome check --error-on-warnings .
	$(BIN)/tsc --noEmit --incremental false -p .
	scripts/lint-native.sh
	for script in scripts/*.sh .ci/run; do bash -n "$$script"; done

clean:
	rm -rf build dist coverage

distclean: clean
	rm -rf node_modules

# The stamps are order-only prerequisites: looking again whether packages are there must rebuild nothing.
$(STAMPS)/build-packages: scripts/setup.sh scripts/node-headers.sh Makefile
	@scripts/setup.sh $(BUILD_PACKAGES)
	@mkdir -p $(@D) && touch $@

# After the build's packages, for apt takes one caller at a time.
$(STAMPS)/test-packages: scripts/setup.sh Makefile | $(STAMPS)/build-packages
	@scripts/setup.sh $(TEST_PACKAGES)
	@mkdir -p $(@D) && touch $@

$(STAMPS)/eval-packages: scripts/setup.sh Makefile | $(STAMPS)/test-packages
	@scripts/setup.sh --available auditd $(EVAL_PACKAGES)
	@mkdir -p $(@D) && touch $@

$(STAMPS)/lab-packages: scripts/setup.sh Makefile | $(STAMPS)/test-packages
	@scripts/setup.sh $(LAB_PACKAGES)
	@mkdir -p $(@D) && touch $@

# Dependencies' install scripts do not run, and neither does npm's own `node-gyp rebuild` for a folder with binding.gyp.
node_modules/.package-lock.json: package.json package-lock.json | $(STAMPS)/build-packages
	@echo 'Installing the Node.js packages of package-lock.json'
	@npm ci --include=dev --include=optional --package-lock --ignore-scripts --no-global --no-dry-run --no-audit --no-fund --loglevel=error
	@touch $@

build/interloper.bpf.o: BPF_FLAGS += -DLOADS_FIELDS=1
build/interloper-helpers.bpf.o: BPF_FLAGS += -DLOADS_FIELDS=0

$(BPF_OBJECTS): bpf/interloper.bpf.c Makefile | $(STAMPS)/build-packages
	@mkdir -p $(@D)
	@echo 'Compiling the BPF programs: $(@F)'
	@$(CLANG) $(BPF_FLAGS) -MMD -MP -MF $(@:.o=.d) -c $< -o $@

-include $(BPF_OBJECTS:.o=.d)

# The layout is committed: it is written only when it differs, and the stamp remembers that it was compared.
$(STAMPS)/layout: build/interloper.bpf.o scripts/generate-layout.mjs scripts/btf.mjs
	@mkdir -p $(@D)
	@$(NODE) scripts/generate-layout.mjs build/interloper.bpf.o >build/layout.ts
	@cmp -s build/layout.ts src/wire/layout.ts || { cp build/layout.ts src/wire/layout.ts; echo 'src/wire/layout.ts is new: the event layout changed'; }
	@touch $@

src/wire/layout.ts: $(STAMPS)/layout ;

# The code that reads and writes recordings, committed likewise.
$(STAMPS)/protocol: src/model/interloper.proto scripts/generate-protocol.sh node_modules/.package-lock.json
	@scripts/generate-protocol.sh build/protocol
	@for file in protocol.js protocol.d.ts; do \
		cmp -s build/protocol/$$file src/recording/$$file || { cp build/protocol/$$file src/recording/; echo "src/recording/$$file is new"; }; \
	done
	@mkdir -p $(@D) && touch $@

src/recording/protocol.js src/recording/protocol.d.ts: $(STAMPS)/protocol ;

# Named by version, so that another Node.js builds the addon anew.
$(STAMPS)/node-$(NODE_VERSION):
	@mkdir -p $(@D) && rm -f $(STAMPS)/node-* && touch $@

build/Release/interloper.node: binding.gyp bpf/event.h bpf/filter.h bpf/watched.h $(BPF_OBJECTS) $(NATIVE_SOURCES) \
		scripts/build-addon.sh scripts/node-headers.sh $(STAMPS)/node-$(NODE_VERSION) | node_modules/.package-lock.json $(STAMPS)/build-packages
	@echo 'Building the addon'
	@scripts/build-addon.sh
	@touch $@

# The folders stand for files that were removed.
$(STAMPS)/typescript: $(TS_SOURCES) src/wire/layout.ts src/recording/protocol.js src/recording/protocol.d.ts $(TS_FOLDERS) tsconfig.json package.json scripts/build-typescript.sh \
		node_modules/.package-lock.json
	@echo 'Compiling the TypeScript'
	@scripts/build-typescript.sh
	@mkdir -p $(@D) && touch $@
