using System.Globalization;
using System.Text.Json;
using OciFs.Fuse.Session;
using OciFs.Host.Confining;
using OciFs.Host.Logging;
using OciFs.Layers;
using OciFs.Views;

namespace OciFs.Host;

/// <summary>What a mount tells of itself: its status (design §1), and the log. Any thread.</summary>
/// <param name="version">The program's.</param>
/// <param name="log">Where it tells what happens; stays the caller's.</param>
internal sealed class MountStatus(string version, MountLog log)
{
    private readonly StatusErrors _errors = new();
    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;
    private readonly ConfinementState _confinement = ConfinementState.Read();
    private volatile Served? _served;

    /// <summary>The mount has begun.</summary>
    public void Begin(ImageTree tree, FuseSession session)
    {
        _served = new Served(tree, session);
        log.Describe(tree.Store.Source, session.Mountpoint);
        log.Write(LogLevel.Info, $"{tree.Store.Source}: mounted on {session.Mountpoint}");
    }

    /// <summary>The mount has ended.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _served, null) is { } served)
        {
            log.Write(LogLevel.Info, $"{served.Session.Mountpoint}: unmounted");
        }
    }

    /// <summary>A caller got to see an error.</summary>
    public void Note(OciFsException error) => Tell(LogLevel.Error, error.Message, new LogField("error", error.Error.ToString()));

    /// <summary>The session met an error that it did not expect.</summary>
    public void Note(Exception error) => Tell(LogLevel.Error, $"{error.GetType().Name}: {error.Message}", new LogField("error", error.GetType().Name));

    /// <summary>Something is not as it should be, and the mount goes on.</summary>
    public void Warn(string line) => Tell(LogLevel.Warning, line);

    /// <summary>The store is about to be read again because somebody wants it: what is wrong is told again.</summary>
    public void Reread()
    {
        log.Renew();
        log.Write(LogLevel.Info, "the store is read again");
    }

    /// <summary>A layer was read for the first time.</summary>
    public void Note(LayerPass pass) => log.Write(
        LogLevel.Info,
        FormattableString.Invariant($"{pass.Layer}: indexed: {pass.StoredBytes} bytes, {pass.TarBytes} decompressed, in {pass.Duration.TotalSeconds:0.000} s"),
        new LogField("digest", pass.Layer.ToString()),
        new LogField("storedBytes", FormattableString.Invariant($"{pass.StoredBytes}")),
        new LogField("tarBytes", FormattableString.Invariant($"{pass.TarBytes}")),
        new LogField("seconds", FormattableString.Invariant($"{pass.Duration.TotalSeconds:0.000}")));

    /// <summary>The status as JSON; null unless the mount has begun and not ended.</summary>
    public byte[]? ToJson() =>
        _served is { } served ? [.. JsonSerializer.SerializeToUtf8Bytes(ToDocument(served.Tree, served.Session), StatusJson.Default.StatusDocument), (byte)'\n'] : null;

    private StatusDocument ToDocument(ImageTree tree, FuseSession session)
    {
        var counts = session.Counters();
        var errors = _errors.Now();
        return new StatusDocument(
            version,
            tree.Store.Source,
            session.Mountpoint,
            Environment.ProcessId,
            _started,
            session.WorkerCount,
            session.IsOverRing,
            counts.Operations.ToDictionary(
                count => count.Operation, count => new StatusOperation(count.Requests, count.Errors, LatencyOf(count.Latency)), StringComparer.Ordinal),
            errors.Count,
            errors.Last)
        {
            Uptime = Math.Round((DateTimeOffset.UtcNow - _started).TotalSeconds, 3),
            Images = tree.Store.List().Images.Length,
            Waiting = counts.Waiting,
            BytesGiven = counts.BytesRead,
            Errnos = counts.Errors,
            Latency = LatencyOf(counts.Latency),
            Latencies = counts.Latencies.ToDictionary(
                bucket => bucket.End.TotalMicroseconds.ToString(CultureInfo.InvariantCulture), bucket => bucket.Requests, StringComparer.Ordinal),
            Cache = new StatusCache(tree.Blocks.Used, tree.Blocks.Capacity, tree.Blocks.Hits, tree.Blocks.Fills),
            Layers = LayersOf(tree.Counts),
            Memory = new StatusMemory(
                GC.GetTotalMemory(forceFullCollection: false),
                ProcessFacts.ResidentBytes(),
                tree.Memory.Capacity,
                tree.Memory.Shares.ToDictionary(share => share.Name, share => new StatusShare(share.Used, share.Capacity), StringComparer.Ordinal)),
            Descriptors = ProcessFacts.Descriptors(),
            Confinement = _confinement,
        };
    }

    private static StatusLatency LatencyOf(Latency latency) =>
        new(latency.P50.TotalMicroseconds, latency.P90.TotalMicroseconds, latency.P99.TotalMicroseconds, latency.Max.TotalMicroseconds);

    private static StatusLayers LayersOf(TreeCounts counts) => new(
        counts.IndexesFound,
        counts.IndexesMade,
        counts.PassesRunning,
        counts.PassesWaiting,
        counts.PassStoredBytes,
        counts.PassDecodedBytes,
        counts.ReadStoredBytes,
        counts.ReadDecodedBytes,
        counts.Damages);

    private void Tell(LogLevel level, string message, params LogField[] fields)
    {
        _errors.Add(message);
        log.Write(level, message, fields);
    }

    private sealed record Served(ImageTree Tree, FuseSession Session);
}
