using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using OciFs.Searching;

namespace OciFs.Cli.Documents;

/// <summary>A file as <c>ocifs find --json</c> tells it.</summary>
/// <param name="Image">The store's name for the image; null of a file of the tree beside images.</param>
/// <param name="Platform">Name of the platform's folder; null as <paramref name="Image"/>.</param>
/// <param name="Path">The path that led to it.</param>
/// <param name="PathBytes">The same in base64, where it is no UTF-8.</param>
/// <param name="Type">What it is.</param>
/// <param name="Mode">Permission bits, octal.</param>
/// <param name="Links">Number of its names.</param>
/// <param name="Uid">Owner.</param>
/// <param name="Gid">Group.</param>
/// <param name="User">The owner's name in the image.</param>
/// <param name="Group">The group's name in the image.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">When it was modified last: seconds since 1970, with nine digits behind the point.</param>
/// <param name="Layer">Number of the layer that brought it.</param>
/// <param name="Target">Where a symbolic link leads.</param>
/// <param name="TargetBytes">The same in base64, where it is no UTF-8.</param>
internal sealed record FoundFileDetails(
    string? Image,
    string? Platform,
    string Path,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] byte[]? PathBytes,
    string Type,
    string Mode,
    uint Links,
    uint Uid,
    uint Gid,
    string? User,
    string? Group,
    long Size,
    string Modified,
    int? Layer,
    string? Target,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] byte[]? TargetBytes)
{
    /// <summary>The facts of a file that was found.</summary>
    public static FoundFileDetails Of(string? image, string? platform, FileMatch match, ImageUsers users)
    {
        var file = match.Attributes;
        var target = match.Kind is FileKind.SymbolicLink ? match.Node.ReadLink().ToArray() : null;
        return new FoundFileDetails(
            image, platform,
            FileNames.Json(match.Path.Span), FileNames.JsonBytes(match.Path.Span),
            FileTypeWords.Of(match.Kind),
            Convert.ToString(file.Mode & UnixMode.PermissionMask, 8).PadLeft(4, '0'),
            file.Links, file.Uid, file.Gid, users.UserOf(file.Uid), users.GroupOf(file.Gid),
            file.Size,
            FileTime.Json(file.Modified),
            match.Node.GetXattr("user.ocifs.layer") is { } layer ? int.Parse(Encoding.ASCII.GetString(layer.AsSpan()), CultureInfo.InvariantCulture) : null,
            target is null ? null : FileNames.Json(target), target is null ? null : FileNames.JsonBytes(target));
    }
}

/// <summary>Writes <see cref="FoundFileDetails"/>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(FoundFileDetails))]
internal sealed partial class FoundFileJson : JsonSerializerContext;
