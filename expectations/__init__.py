"""Gates: vocabulary in the union's words, suites, verdicts; they fail closed."""
