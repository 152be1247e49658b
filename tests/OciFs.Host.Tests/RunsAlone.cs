namespace OciFs.Host.Tests;

/// <summary>Tests that measure the memory of this process: no other one may run beside them.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
