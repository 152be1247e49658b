namespace OciFs.Resolution;

/// <summary>Where a walk goes on from a descriptor.</summary>
public enum WalkStep
{
    /// <summary>Below it.</summary>
    Continue,

    /// <summary>Behind it; nothing below is visited, nor read.</summary>
    Skip,

    /// <summary>Nowhere.</summary>
    Stop,
}
