using System.Text.Json.Serialization;

namespace OciFs.Host;

/// <summary>The document of <c>.ocifs/status.json</c>.</summary>
internal sealed record StatusDocument(
    string Version,
    string Source,
    string Mountpoint,
    int Pid,
    DateTimeOffset Started,
    int Workers,
    bool IoUring,
    IReadOnlyDictionary<string, StatusOperation> Operations,
    long ErrorCount,
    IReadOnlyList<StatusError> LastErrors);

/// <summary>Counts of one kernel operation.</summary>
internal sealed record StatusOperation(long Requests, long Errors);

/// <summary>One error and when it was met.</summary>
internal sealed record StatusError(DateTimeOffset Time, string Message);

/// <summary>Writes <see cref="StatusDocument"/>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StatusDocument))]
internal sealed partial class StatusJson : JsonSerializerContext;
