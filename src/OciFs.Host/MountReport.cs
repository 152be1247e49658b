using OciFs.Fuse.Mount;

namespace OciFs.Host;

/// <summary>How a mount of ours is, as far as that can be told without waiting for it.</summary>
/// <param name="Mount">The mount.</param>
/// <param name="State">How it is.</param>
/// <param name="Status">What it tells of itself; null where it tells nothing.</param>
public sealed record MountReport(MountEntry Mount, MountState State, StatusDocument? Status);

/// <summary>How a mount is.</summary>
public enum MountState
{
    /// <summary>It answers.</summary>
    Live,

    /// <summary>Its server is gone: nothing of it can be read any more.</summary>
    Dead,

    /// <summary>It has not answered within the time that there was.</summary>
    Hanging,

    /// <summary>It is somebody else's, who alone may look into it.</summary>
    Hidden,
}
