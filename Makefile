# Ridgeline's errands. `make help` lists them.

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
FUZZ_SECONDS ?= 600

# The network of the demo; a CPU, three GPUs and a TPU to hold it against; and the one to look into.
DEMO_MODEL := Examples/yolov3.cfg --precision fp16
DEMO_DEVICES := amd-epyc-9654,nvidia-t4,nvidia-a100-sxm-80gb,nvidia-h100-sxm5-80gb,google-tpu-v4
DEMO_DEVICE := nvidia-a100-sxm-80gb

# What a release is made of, so that `sudo make install` after `make build` builds nothing.
INPUTS := Makefile Package.swift Scripts/function-order $(shell find Sources Plugins HardwareProfiles LatencyParameters -type f 2>/dev/null)
PROGRAM := .build/release/ridgeline
EXTRAS := .build/install-extras
# One file without Swift's libraries beside it. lld, which comes with Swift, does
# not repeat the warnings of that toolchain's own static libraries. At a fixed place: else the loader writes
# 55,000 addresses before the program begins, which costs 3 MB and a fifth of the pages that a start touches.
# The C++ library that Swift's runtime needs, zlib and GCC's are put in as well, where their archives are found:
# each library beside the program is a hundredth of a start. Nobody asks the program for its symbols; Swift
# exports them for plug-ins, 800 kB of names.
RELEASE := -c release --static-swift-stdlib -Xswiftc -use-ld=lld -Xlinker -no-pie
RELEASE += -Xlinker -L.build/static -Xlinker --no-export-dynamic
RELEASE += -Xswiftc -Xclang-linker -Xswiftc -static-libgcc
# The functions that a run calls stand side by side, each in a section of its own: a fault loads 16 pages,
# and the functions that runs call, a seventh of the code, would otherwise bring 10 MB of its 16 into memory.
RELEASE += -Xswiftc -Xfrontend -Xswiftc -function-sections -Xcc -ffunction-sections
RELEASE += -Xlinker --symbol-ordering-file=Scripts/function-order -Xlinker --no-warn-symbol-ordering
# Functions of one body that become one function lose their names, and with them their places.
RELEASE += -Xswiftc -Xfrontend -Xswiftc -disable-llvm-merge-functions-pass
# Types are made by calls that say which protocols their parts conform to. By their names, which is what the
# compiler writes else, each would be looked for among 5,500 conformances: a fifth of an estimate.
RELEASE += -Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors
# SYMBOLS=keep leaves the names of functions in, for debuggers and profilers.
RELEASE += $(if $(filter keep,$(SYMBOLS)),,-Xlinker -s)

SWIFT_FILES := Package.swift Examples HardwareProfiles LatencyParameters Plugins Sources Tests
SWIFT_FILES += Benchmarks/Package.swift Benchmarks/Sources
SWIFT_FILES += Fuzzing/Package.swift Fuzzing/Sources/FuzzModels

.DEFAULT_GOAL := help
.PHONY: help demo test check-pages build lint format readme docs bench conformance proof conventions fuzz install clean setup
.NOTPARALLEL:

help: ## List what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | \
	  awk -F '|' '{ printf "  make %-11s %s\n", $$1, $$2 }'

demo: setup ## Compare YOLOv3 on a CPU, three GPUs and a TPU, then show where its time goes on one
	@$(SWIFT) build --product ridgeline 1>&2
	@program=$$($(SWIFT) build --show-bin-path)/ridgeline && show() { \
	    echo "$$ ridgeline $$*"; echo; "$$program" "$$@"; } && \
	  show compare $(DEMO_MODEL) --devices $(DEMO_DEVICES) && echo && \
	  show estimate $(DEMO_MODEL) --device $(DEMO_DEVICE) --top 10

test: setup ## Run all tests
	@$(SWIFT) test

check-pages: setup ## Open the report pages in a browser and hold them against the numbers
	@$(SWIFT) build --product ridgeline 1>&2
	@Benchmarks/pages/check $$($(SWIFT) build --show-bin-path)

build: setup $(PROGRAM) $(EXTRAS) ## Build the release program

$(PROGRAM): $(INPUTS)
	@mkdir -p .build/static
	@for name in libstdc++.a libz.a; do \
	  archive=$$(clang++ -print-file-name=$$name 2>/dev/null); \
	  [ ! -e "$$archive" ] || ln -sf "$$archive" .build/static/; done
	@$(SWIFT) build $(RELEASE) --product ridgeline
	@touch $@

# The shells' completions, which the program writes itself.
$(EXTRAS): $(PROGRAM)
	@mkdir -p $@
	@$(PROGRAM) --generate-completion-script bash > $@/ridgeline.bash
	@$(PROGRAM) --generate-completion-script zsh > $@/_ridgeline
	@$(PROGRAM) --generate-completion-script fish > $@/ridgeline.fish
	@touch $@

install: $(PROGRAM) $(EXTRAS) ## Install the program and its completions under PREFIX
	@install -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/ridgeline
	@install -D -m 644 $(EXTRAS)/ridgeline.bash \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions/ridgeline
	@install -D -m 644 $(EXTRAS)/_ridgeline \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_ridgeline
	@install -D -m 644 Sources/CRidgelineRegions/include/ridgeline_regions.h \
	  $(DESTDIR)$(PREFIX)/include/ridgeline_regions.h
	@install -D -m 644 $(EXTRAS)/ridgeline.fish \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/ridgeline.fish
	@echo "installed $(DESTDIR)$(PREFIX)/bin/ridgeline"

lint: ## Check the formatting and the scripts
	@$(SWIFT) format lint --strict --parallel --recursive $(SWIFT_FILES)
	@if command -v shellcheck >/dev/null; then \
	    shellcheck $(filter-out Scripts/function-order,$(wildcard Scripts/*)) Benchmarks/accuracy Benchmarks/probe Benchmarks/run \
	      Benchmarks/conformance Benchmarks/pages/check Fuzzing/run .ci/run; \
	  else echo "shellcheck is not installed: the scripts were not checked"; fi

format: ## Format the Swift code
	@$(SWIFT) format --in-place --parallel --recursive $(SWIFT_FILES)

readme: setup ## Put the program's present output into README.md
	@$(SWIFT) build --product ridgeline 1>&2
	@Scripts/readme $$($(SWIFT) build --show-bin-path)

docs: setup ## Write docs/Devices.md from the profiles
	@$(SWIFT) build --product ridgeline 1>&2
	@XDG_DATA_HOME=/nonexistent $$($(SWIFT) build --show-bin-path)/ridgeline devices export \
	  --format markdown --output docs/Devices.md

conformance: setup ## Hold the shapes against the onnx package's own tests, which it downloads
	@$(SWIFT) build --product ridgeline 1>&2
	@Benchmarks/conformance

accuracy: setup ## Score expected latencies against published ones, into docs/Accuracy.md and README.md
	@Benchmarks/accuracy

bench: setup ## Measure speed and memory, and compare with onnx-tool
	@Benchmarks/run

proof: setup ## Hold shapes and counts of real exports against ONNX Runtime and published tables
	@Benchmarks/run functions exports published

fuzz: setup ## Feed damaged models to the readers for ten minutes (FUZZ_SECONDS), by libFuzzer
	@Fuzzing/run $(FUZZ_SECONDS)

conventions: setup ## Hold the counts of other tools against what the tools print
	@Benchmarks/run conventions

clean: ## Remove what was built
	@rm -rf .build Benchmarks/.build Fuzzing/.build

setup:
	@Scripts/setup
