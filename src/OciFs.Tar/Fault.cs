namespace OciFs.Tar;

/// <summary>
/// A problem found in an extension header, kept until the entry that it spoils is there to name. <paramref name="LosesPosition"/>: the
/// entry's size is not known, nor therefore the place of the next header.
/// </summary>
internal readonly record struct Fault(
    TarProblemKind Kind, ReadOnlyMemory<byte> Subject = default, long Value = 0, long Limit = 0, bool LosesPosition = false);
