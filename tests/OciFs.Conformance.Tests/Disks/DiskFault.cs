namespace OciFs.Conformance.Tests.Disks;

/// <summary>What happens to the reads of a file, from one on.</summary>
internal enum DiskFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>One fails with EIO.</summary>
    Error,

    /// <summary>One gives half of what there is, which the kernel takes for the end of the file.</summary>
    Short,

    /// <summary>They are not answered until the disk is released.</summary>
    Hang,

    /// <summary>As <see cref="Hang"/>, and so are questions for the file's name and attributes.</summary>
    Dead,
}
