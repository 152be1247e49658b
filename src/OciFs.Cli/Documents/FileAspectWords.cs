using OciFs.Comparing;

namespace OciFs.Cli.Documents;

/// <summary>Words for what of a file differs, of <c>diff</c> and <c>layers</c> alike.</summary>
internal static class FileAspectWords
{
    private static readonly (FileAspects Aspect, string Word)[] Words =
    [
        (FileAspects.Type, "type"), (FileAspects.Content, "content"), (FileAspects.Target, "target"), (FileAspects.Device, "device"),
        (FileAspects.Mode, "mode"), (FileAspects.Owner, "owner"), (FileAspects.Modified, "modified"), (FileAspects.Xattrs, "xattrs"),
    ];

    /// <summary>A word for each.</summary>
    public static string[] Of(FileAspects aspects) => [.. Words.Where(word => aspects.HasFlag(word.Aspect)).Select(word => word.Word)];
}
