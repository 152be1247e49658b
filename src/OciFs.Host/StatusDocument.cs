using System.Text.Json.Serialization;

namespace OciFs.Host;

/// <summary>The document of <c>.ocifs/status.json</c>: what a mount tells of itself.</summary>
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
    /// <summary>Images that are shown now; null of a mount of an older release.</summary>
    public int? Images { get; init; }

    /// <summary>Decoded blocks; null of a mount of an older release.</summary>
    public StatusCache? Cache { get; init; }

    /// <summary>The memory of all caches; null of a mount of an older release.</summary>
    public StatusMemory? Memory { get; init; }
}

/// <summary>The cache of decoded blocks.</summary>
/// <param name="Bytes">Bytes that are kept.</param>
/// <param name="Capacity">Bytes that may be kept.</param>
/// <param name="Hits">Reads of a block that was kept.</param>
/// <param name="Misses">Blocks that had to be decoded.</param>
public sealed record StatusCache(long Bytes, long Capacity, long Hits, long Misses);

/// <summary>The memory of all caches.</summary>
/// <param name="Capacity">Bytes that they may take together.</param>
/// <param name="Shares">The parts of it, by name.</param>
public sealed record StatusMemory(long Capacity, IReadOnlyDictionary<string, StatusShare> Shares);

/// <summary>The memory of one kind of cache.</summary>
/// <param name="Bytes">Bytes that it takes.</param>
/// <param name="Capacity">Bytes that it may take.</param>
public sealed record StatusShare(long Bytes, long Capacity);

/// <summary>Counts of one kernel operation.</summary>
/// <param name="Requests">Requests.</param>
/// <param name="Errors">Those that were answered by an errno.</param>
public sealed record StatusOperation(long Requests, long Errors);

/// <summary>One error and when it was met.</summary>
/// <param name="Time">When.</param>
/// <param name="Message">What, in a line.</param>
public sealed record StatusError(DateTimeOffset Time, string Message);

/// <summary>Writes <see cref="StatusDocument"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StatusDocument))]
internal sealed partial class StatusJson : JsonSerializerContext;
