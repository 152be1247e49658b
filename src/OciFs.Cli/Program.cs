using OciFs.Cli;

return CommandTree.Run(args);
