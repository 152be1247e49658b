namespace OciFs.Unpacking;

/// <summary>How files of an image are copied out of it.</summary>
public sealed record CopyOptions
{
    /// <summary>
    /// Whether everything is kept that <c>cp -a</c> keeps: owner, mode with set-id bits, times, extended attributes, hard links among what is copied, devices and
    /// pipes. Else files get permission bits less the umask, and the time of the copy; devices and pipes are told as problems.
    /// </summary>
    public bool KeepsAll { get; init; }

    /// <summary>Whether what symbolic links lead to, inside the image, is copied in place of them.</summary>
    public bool FollowsLinks { get; init; }

    /// <summary>Told in a line of each file that could not be copied; the others are.</summary>
    public Action<string> Problem { get; init; } = _ => { };

    /// <summary>Told in a line what of the copied files could not be kept.</summary>
    public Action<string> Remark { get; init; } = _ => { };

    /// <summary>Told of the bytes that are copied.</summary>
    public Work? Work { get; init; }

    /// <summary>Ends the copy with an <see cref="OperationCanceledException"/>; the file that is being written is removed.</summary>
    public CancellationToken End { get; init; }
}
