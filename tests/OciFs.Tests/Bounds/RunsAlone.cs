namespace OciFs.Tests.Bounds;

/// <summary>Tests that measure the process: no other runs beside them.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
