using System.Diagnostics;
using System.Globalization;

namespace OciFs.Soak;

/// <summary>Looks at the servers while a run lasts, tells each minute how they do, and judges at the end.</summary>
internal sealed class Watch(SoakOptions options, Run run, IReadOnlyList<Server> servers, IReadOnlyList<Reader> readers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // What may come between the first third behind the warm-up and the last: a fifth, and 24 MiB for what comes and goes; descriptors are few and exact.
    private const double MemoryGrowth = 1.2;
    private const long MemoryNoise = 24 << 20;
    private const int DescriptorNoise = 16;

    private readonly List<Usage[]> _samples = [];

    /// <summary>Until the run's time is up, or something hangs or goes wrong too often.</summary>
    public void Look()
    {
        var every = TimeSpan.FromTicks(Math.Clamp(options.Duration.Ticks / 60, TimeSpan.TicksPerSecond, 5 * TimeSpan.TicksPerSecond));
        var begun = Stopwatch.StartNew();
        var told = TimeSpan.Zero;
        Console.WriteLine("| minute | operations | p50 ms | p99 ms | most ms | listing during passes p95 ms | RSS MiB | PSS MiB | anonymous MiB | files | threads |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        while (begun.Elapsed < options.Duration && !run.HasEnded)
        {
            Thread.Sleep(every);
            _samples.Add([.. servers.Select(server => server.Usage)]);
            if (Hanging() is { } hanging)
            {
                run.Fail($"{hanging} has not ended after {Patience.TotalSeconds} seconds");
                run.End();
            }
            if (begun.Elapsed - told < Minute)
                continue;
            told = begun.Elapsed;
            Tell(told);
        }
        Tell(begun.Elapsed);
    }

    /// <summary>Whether the readers leave in time after the run has ended.</summary>
    public bool Leave() => SpinWait.SpinUntil(() => run.Active == 0, Patience + Patience);

    /// <summary>Fails the run where memory or descriptors have grown.</summary>
    public void Judge()
    {
        var calm = _samples.Skip(_samples.Count / 4).ToArray(); // A quarter is warm-up.
        var third = Math.Max(1, calm.Length / 3);
        if (calm.Length < 3)
            return;
        for (var server = 0; server < servers.Count; server++)
        {
            var (first, last) = (Mean(calm[..third], server), Mean(calm[^third..], server));
            Console.WriteLine(FormattableString.Invariant(
                $"{servers[server].Mountpoint}: {first.Memory / 1048576:0} MiB beside its caches and {first.Files:0} files in the first third, {last.Memory / 1048576:0} and {last.Files:0} in the last"));
            if (last.Memory > (first.Memory * MemoryGrowth) + MemoryNoise)
                run.Fail($"{servers[server].Mountpoint}: memory grows");
            if (last.Files > first.Files + DescriptorNoise)
                run.Fail($"{servers[server].Mountpoint}: open files grow");
        }
    }

    private static (double Memory, double Files) Mean(Usage[][] samples, int server) =>
        (samples.Average(sample => sample[server].Anonymous - sample[server].Caches), samples.Average(sample => sample[server].Descriptors));

    private string? Hanging() => readers.Select(reader => reader.Hangs(Patience)).FirstOrDefault(doing => doing is not null);

    private void Tell(TimeSpan at)
    {
        if (_samples.Count == 0)
            return;
        var now = _samples[^1];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {at.TotalMinutes:0.0} | {run.Count} | {run.All.Percentile(0.5):0.0} | {run.All.Percentile(0.99):0} | {run.All.Most.TotalMilliseconds:0} | {run.Of("listing during passes").Percentile(0.95):0.0} | {now.Sum(one => one.Resident) >> 20} | {now.Sum(one => one.Proportional) >> 20} | {now.Sum(one => one.Anonymous) >> 20} | {now.Sum(one => one.Descriptors)} | {now.Sum(one => one.Threads)} |"));
    }
}
