using OciFs.Cli;

// Console.Out would set the terminal's keypad to application mode and leave it so.
Console.SetOut(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
return CommandTree.Run(args);
