using OciFs.Images;

namespace OciFs.Provenance;

/// <summary>What a layer does to a path.</summary>
public enum PathChange
{
    /// <summary>It is there from this layer on.</summary>
    Added,

    /// <summary>It was there before, and is still.</summary>
    Changed,

    /// <summary>It is there no longer.</summary>
    Removed,
}

/// <summary>What of a file is not what it was.</summary>
[Flags]
public enum FileAspects
{
    /// <summary>All is the same: the layer brings it once more.</summary>
    None = 0,

    /// <summary>What it is.</summary>
    Type = 1,

    /// <summary>The bytes of a file; the names in a directory.</summary>
    Content = 2,

    /// <summary>Where a symbolic link leads.</summary>
    Target = 4,

    /// <summary>The numbers of a device.</summary>
    Device = 8,

    /// <summary>Permissions.</summary>
    Mode = 16,

    /// <summary>Owner or group.</summary>
    Owner = 32,

    /// <summary>Time of last modification.</summary>
    Time = 64,

    /// <summary>Extended attributes.</summary>
    Xattrs = 128,
}

/// <summary>What one layer did to a path.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Change">What it did.</param>
/// <param name="What">Of a change, what is not what it was.</param>
/// <param name="How">Of a removal, how; null of others.</param>
/// <param name="By">Of a removal, the path of the marker, or of what took the place of a directory above; empty of others.</param>
public sealed record PathEvent(ImageLayer Layer, PathChange Change, FileAspects What, Hiding? How, ReadOnlyMemory<byte> By);
