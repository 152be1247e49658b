using OciFs.Descriptors.Json;

namespace OciFs.Descriptors;

/// <summary>One step of an image's making (image-spec config.md, <c>history</c>). Free text of whoever built it.</summary>
public sealed record ImageHistory
{
    /// <summary>When; null where it is not told.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>The command.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Who.</summary>
    public string? Author { get; init; }

    /// <summary>A remark.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether the step made no layer.</summary>
    public bool EmptyLayer { get; init; }

    internal static ImageHistory Of(LenientObject json) => new()
    {
        Created = Rfc3339.Parse(json.Text("created")),
        CreatedBy = json.Text("created_by"),
        Author = json.Text("author"),
        Comment = json.Text("comment"),
        EmptyLayer = json.Flag("empty_layer"),
    };
}
