namespace OciFs.Fuzz.Engine;

/// <summary>The process that searches. It may die of an input: the parent has it then, and the corpus is on disk.</summary>
internal static class Child
{
    private static readonly TimeSpan MinimizeFor = TimeSpan.FromSeconds(10);

    /// <summary>Searches for the time of the options, then leaves the smallest corpus that reaches as much.</summary>
    public static int Run(Harness harness, Options options)
    {
        var paths = new Paths(options.Output, harness.Name);
        using var shared = new SharedInput(paths.Input);
        var corpus = new CorpusFolder(paths.Corpus);
        var findings = new Dictionary<string, Finding>(StringComparer.Ordinal);
        var loop = new FuzzLoop(harness, options.Seed, (input, run) => Note(shared, input, run))
        {
            Kept = corpus.Add,
            Found = (input, finding) =>
            {
                if (findings.TryAdd(finding.Kind, finding))
                    paths.Keep(Shorten(harness, shared, input, finding), finding);
            },
        };
        loop.Take(CorpusFolder.Read(Repository.FixturesOf(harness.Name)));
        loop.Take(harness.Seeds());
        loop.Take(CorpusFolder.Read(paths.Corpus));
        var (start, deadline) = (Environment.TickCount64, Environment.TickCount64 + (options.Seconds * 1000L));
        loop.Search(() => Environment.TickCount64 < deadline);
        var seconds = Math.Max(1, (Environment.TickCount64 - start) / 1000);
        var runs = loop.Runs;
        var distilled = loop.Distill();
        corpus.Replace(distilled);
        File.WriteAllText(paths.Result, $"{runs} {runs / seconds} {loop.Edges.Count} {distilled.Count} {findings.Count}");
        return 0;
    }

    /// <summary>Runs one input; 1 if that is a finding.</summary>
    public static int Replay(Harness harness, byte[] input)
    {
        var finding = new Target(harness).Run(input);
        Console.WriteLine(finding?.Text ?? "nothing found");
        return finding is null ? 0 : 1;
    }

    private static byte[] Shorten(Harness harness, SharedInput shared, byte[] input, Finding finding)
    {
        var target = new Target(harness);
        return Minimizer.Minimize(input, shorter => Note(shared, shorter, () => target.Run(shorter))?.Kind == finding.Kind, MinimizeFor);
    }

    private static Finding? Note(SharedInput shared, byte[] input, Func<Finding?> run)
    {
        shared.Begin(input);
        var finding = run();
        shared.End();
        return finding;
    }
}
