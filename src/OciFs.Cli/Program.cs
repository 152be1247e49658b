using OciFs.Cli;

// The runtime's console puts the keypad of whatever terminal it finds into application mode, and leaves it so. To a dumb one it has nothing to say.
Environment.SetEnvironmentVariable("TERM", "dumb");
return CommandTree.Run(args);
