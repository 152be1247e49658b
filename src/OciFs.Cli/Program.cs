using OciFs.Cli;
using OciFs.Host.Background;

return MonitorRole.IsTaken ? MonitorRole.Run() : CommandTree.Run(args);
