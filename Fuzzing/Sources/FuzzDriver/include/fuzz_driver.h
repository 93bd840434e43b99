/// Runs libFuzzer with the function that tries an input.
int FuzzModels_main(int argc, char **argv);
