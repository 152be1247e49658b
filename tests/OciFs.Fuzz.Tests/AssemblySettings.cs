// The engine's counters, and the memory that a run takes, are those of the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
