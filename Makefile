# What can be done here. tools/dev.py does the work and sets up what is missing.
PYTHON ?= $(firstword $(foreach name,/usr/bin/python3.11 python3.11 python3.12 python3.13 python3,$(shell command -v $(name) 2>/dev/null)))
ifeq ($(strip $(PYTHON)),)
$(error Python 3.11 is missing. Install it with: apt-get install python3.11 python3.11-venv)
endif
DEV = $(PYTHON) tools/dev.py

.PHONY: demo test test-all test-only check-fast setup bench docs fix clean

demo:        ## serve the app with synthetic patients on this machine, until Ctrl-C
	@$(DEV) demo

test:        ## everything but the slow tests
	@$(DEV) test

test-all:    ## everything
	@$(DEV) test-all

test-only:   ## the tests with one mark: make test-only MARK=security
	@$(DEV) test-only "$(MARK)"

check-fast:  ## lint, types, borders, and the tests that need no browser
	@$(DEV) check-fast

setup:       ## what the others need: packages, style sheet, browser
	@$(DEV) setup

bench:       ## ratios against a baseline in the same run: make bench [ONLY=name]
	@$(DEV) bench "$(ONLY)"

docs:        ## write docs/generated
	@$(DEV) docs

fix:         ## format the code and mend what can be mended
	@$(DEV) fix

clean:       ## remove all that set-up made, the private database too
	@$(DEV) clean
