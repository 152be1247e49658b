using System.Runtime.Versioning;

// Mounts, signals and the modes of /dev/fuse belong to the whole machine: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: SupportedOSPlatform("linux")]
