using System.Text.Json.Serialization;
using OciFs.Host.Confining;

namespace OciFs.Host;

/// <summary>What a mount tells of itself: the file <c>.ocifs/status.json</c> and the attribute <c>user.ocifs.status</c>. What its fields mean: src/OciFs.Cli/json/status.schema.json.</summary>
/// <param name="Version">Version of the program.</param>
/// <param name="Source">What is mounted.</param>
/// <param name="Mountpoint">Where.</param>
/// <param name="Pid">Process that serves it.</param>
/// <param name="Started">When it was mounted.</param>
/// <param name="Workers">Threads that serve it.</param>
/// <param name="IoUring">Whether requests come over io_uring.</param>
/// <param name="Operations">Counts of kernel operations, by name.</param>
/// <param name="ErrorCount">Errors that were met.</param>
/// <param name="LastErrors">The last of them, oldest first.</param>
public sealed record StatusDocument(
    string Version,
    string Source,
    string Mountpoint,
    int Pid,
    DateTimeOffset Started,
    int Workers,
    bool IoUring,
    IReadOnlyDictionary<string, StatusOperation> Operations,
    long ErrorCount,
    IReadOnlyList<StatusError> LastErrors)
{
    /// <summary>Seconds since it was mounted; null, as all below, of a mount of an older release.</summary>
    public double? Uptime { get; init; }

    /// <summary>Images that are shown now.</summary>
    public int? Images { get; init; }

    /// <summary>Requests that wait for something now, as for a first pass.</summary>
    public int? Waiting { get; init; }

    /// <summary>Bytes that reads of files were given.</summary>
    public long? BytesGiven { get; init; }

    /// <summary>How often each errno was answered.</summary>
    public IReadOnlyDictionary<string, long>? Errnos { get; init; }

    /// <summary>How long requests took.</summary>
    public StatusLatency? Latency { get; init; }

    /// <summary>The same: how many took less than so many microseconds, but not less than the next smaller number; shortest first.</summary>
    public IReadOnlyDictionary<string, long>? Latencies { get; init; }

    /// <summary>Decoded blocks.</summary>
    public StatusCache? Cache { get; init; }

    /// <summary>Indexes, first passes, and what was read and decoded.</summary>
    public StatusLayers? Layers { get; init; }

    /// <summary>Memory of the server.</summary>
    public StatusMemory? Memory { get; init; }

    /// <summary>Descriptors that the server has open; null where the system does not tell.</summary>
    public int? Descriptors { get; init; }

    /// <summary>What the server may not do any more; null of a mount of an older release.</summary>
    public ConfinementState? Confinement { get; init; }
}

/// <summary>The cache of decoded blocks.</summary>
/// <param name="Bytes">Bytes that are kept.</param>
/// <param name="Capacity">Bytes that may be kept.</param>
/// <param name="Hits">Reads of a block that was kept.</param>
/// <param name="Misses">Blocks that had to be decoded.</param>
public sealed record StatusCache(long Bytes, long Capacity, long Hits, long Misses);

/// <summary>The memory of one kind of cache.</summary>
/// <param name="Bytes">Bytes that it takes.</param>
/// <param name="Capacity">Bytes that it may take.</param>
public sealed record StatusShare(long Bytes, long Capacity);

/// <summary>Counts of one kernel operation.</summary>
/// <param name="Requests">Requests.</param>
/// <param name="Errors">Those that were answered by an errno.</param>
/// <param name="Latency">How long they took; null of a mount of an older release.</param>
public sealed record StatusOperation(long Requests, long Errors, StatusLatency? Latency);

/// <summary>How long requests took, in microseconds.</summary>
/// <param name="P50">Half of them.</param>
/// <param name="P90">Nine of ten.</param>
/// <param name="P99">99 of 100.</param>
/// <param name="Max">The longest.</param>
public sealed record StatusLatency(double P50, double P90, double P99, double Max);

/// <summary>What was done with layers, and blobs as they are stored.</summary>
/// <param name="IndexesFound">Indexes that the cache had.</param>
/// <param name="IndexesMade">Indexes that took a first pass.</param>
/// <param name="PassesRunning">Passes that run now.</param>
/// <param name="PassesWaiting">Passes that wait for their turn.</param>
/// <param name="PassStoredBytes">Bytes that first passes read.</param>
/// <param name="PassDecodedBytes">Bytes that they decoded.</param>
/// <param name="ReadStoredBytes">Bytes that were read for readers.</param>
/// <param name="ReadDecodedBytes">Bytes that were decoded for them.</param>
/// <param name="Damages">How often bytes were found not to be those that were verified.</param>
public sealed record StatusLayers(
    long IndexesFound,
    long IndexesMade,
    int PassesRunning,
    int PassesWaiting,
    long PassStoredBytes,
    long PassDecodedBytes,
    long ReadStoredBytes,
    long ReadDecodedBytes,
    long Damages);

/// <summary>Memory of the server, in bytes.</summary>
/// <param name="Managed">Objects.</param>
/// <param name="Resident">All that is in memory, mapped indexes too; null where the system does not tell.</param>
/// <param name="Capacity">What all caches together may take.</param>
/// <param name="Shares">The caches, by name.</param>
public sealed record StatusMemory(long Managed, long? Resident, long Capacity, IReadOnlyDictionary<string, StatusShare> Shares);

/// <summary>One error and when it was met.</summary>
/// <param name="Time">When, the last time.</param>
/// <param name="Message">What, in a line.</param>
/// <param name="Times">How often, while it was among the last; 0 of a mount of an older release.</param>
public sealed record StatusError(DateTimeOffset Time, string Message, long Times);

/// <summary>Writes <see cref="StatusDocument"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StatusDocument))]
internal sealed partial class StatusJson : JsonSerializerContext;
