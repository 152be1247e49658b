using System.Text.Json.Serialization;
using OciFs.Comparing;
using OciFs.Images;

namespace OciFs.Cli.Documents;

/// <summary>A path that differs, as <c>ocifs diff --json</c> tells it.</summary>
/// <param name="Path">The path.</param>
/// <param name="PathBytes">Its bytes where they are no UTF-8.</param>
/// <param name="Kind">"added", "removed" or "changed".</param>
/// <param name="Changed">What of it differs.</param>
/// <param name="Before">What the first tree has there.</param>
/// <param name="After">What the second tree has there.</param>
/// <param name="Problem">Why the contents could not be compared.</param>
internal sealed record FileDifferenceDetails(
    string Path,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] byte[]? PathBytes,
    string Kind,
    IReadOnlyList<string> Changed,
    ComparedFileDetails? Before,
    ComparedFileDetails? After,
    string? Problem)
{
    /// <summary>What is told of a difference.</summary>
    /// <param name="difference">The difference.</param>
    /// <param name="path">Its path, as it is shown.</param>
    public static FileDifferenceDetails Of(FileDifference difference, byte[] path) => new(
        FileNames.Json(path),
        FileNames.JsonBytes(path),
        difference.Kind switch { DifferenceKind.Added => "added", DifferenceKind.Removed => "removed", _ => "changed" },
        FileAspectWords.Of(difference.Changed),
        ComparedFileDetails.Of(difference.Before),
        ComparedFileDetails.Of(difference.After),
        difference.Problem);
}

/// <summary>A file that differs.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Size">Bytes of content, or of a link's target.</param>
/// <param name="Mode">Permissions in octal.</param>
/// <param name="Uid">User.</param>
/// <param name="Gid">Group.</param>
/// <param name="Modified">Seconds since 1970, with nine digits behind the point.</param>
/// <param name="Target">Where a symbolic link leads.</param>
/// <param name="TargetBytes">The target's bytes where they are no UTF-8.</param>
/// <param name="Device">major:minor of a device.</param>
internal sealed record ComparedFileDetails(
    string Type,
    long Size,
    string Mode,
    uint Uid,
    uint Gid,
    string Modified,
    string? Target,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] byte[]? TargetBytes,
    string? Device)
{
    /// <summary>What is told of a file; null for none.</summary>
    public static ComparedFileDetails? Of(FileNode? file)
    {
        if (file is null)
        {
            return null;
        }

        var attributes = file.Attributes;
        var target = UnixMode.IsSymbolicLink(attributes.Mode) ? file.ReadLink().AsSpan().ToArray() : null;
        return new ComparedFileDetails(
            FileTypeWords.Of(attributes.Mode),
            UnixMode.IsDirectory(attributes.Mode) ? 0 : attributes.Size,
            ModeOf(attributes.Mode),
            attributes.Uid,
            attributes.Gid,
            FileTime.Json(attributes.Modified),
            target is null ? null : FileNames.Json(target),
            target is null ? null : FileNames.JsonBytes(target),
            UnixMode.IsDevice(attributes.Mode) ? $"{attributes.DeviceMajor}:{attributes.DeviceMinor}" : null);
    }

    /// <summary>Permissions as chmod(1) takes them.</summary>
    public static string ModeOf(uint mode) => Convert.ToString(mode & UnixMode.PermissionMask, 8).PadLeft(4, '0');
}

/// <summary>Writes <see cref="FileDifferenceDetails"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FileDifferenceDetails))]
internal sealed partial class FileDifferenceJson : JsonSerializerContext;
