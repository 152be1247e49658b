namespace OciFs.Reference.Apply;

/// <summary>Why an entry was reported. All but <see cref="LeftRoot"/> mean that it was skipped too.</summary>
public enum ProblemKind
{
    /// <summary>The name's ".." led above the root, where it was stopped.</summary>
    LeftRoot,

    /// <summary>A hard link to what does not exist at that place in the order of application.</summary>
    NoLinkTarget,

    /// <summary>A hard link to a directory.</summary>
    DirectoryLinkTarget,

    /// <summary>A parent in the name is a file of the same layer.</summary>
    ParentNotDirectory,

    /// <summary>The symbolic links in the name lead in circles.</summary>
    LinkLoop,

    /// <summary>A name over 255 bytes, a path or a link's target over 4,096, or a NUL byte in one of them.</summary>
    BadName,

    /// <summary>A symbolic link that says nothing.</summary>
    EmptyTarget,

    /// <summary>The root as anything but a directory.</summary>
    RootNotDirectory,

    /// <summary>A whiteout of nothing, of "." or of "..".</summary>
    BadWhiteout,

    /// <summary>A typeflag that stands for no file.</summary>
    UnknownType,
}
