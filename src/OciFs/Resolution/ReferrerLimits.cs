namespace OciFs.Resolution;

/// <summary>How much one search for referrers looks at; smaller in tests only.</summary>
internal sealed record ReferrerLimits
{
    /// <inheritdoc cref="Limits.ReferrerDocuments"/>
    public int Documents { get; init; } = Limits.ReferrerDocuments;

    /// <inheritdoc cref="Limits.ReferrerDescriptors"/>
    public int Descriptors { get; init; } = Limits.ReferrerDescriptors;

    /// <inheritdoc cref="Limits.DescriptorsPerWalk"/>
    public int DescriptorsPerImage { get; init; } = Limits.DescriptorsPerWalk;

    /// <inheritdoc cref="Limits.ReferrerBytes"/>
    public long Bytes { get; init; } = Limits.ReferrerBytes;

    /// <inheritdoc cref="Limits.ReferrerBytesPerImage"/>
    public long BytesPerImage { get; init; } = Limits.ReferrerBytesPerImage;
}
