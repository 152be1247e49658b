namespace OciFs.Reference.Stacks;

/// <summary>What a <see cref="StackGenerator"/> may put into its stacks.</summary>
public sealed record StackOptions
{
    /// <summary>Everything the merge rules speak of.</summary>
    public static StackOptions All { get; } = new();

    /// <summary>What the image-spec decides and tools agree on: for comparison with those that apply layers onto one tree.</summary>
    /// <remarks>
    /// Directories that have children are called d, e and are never anything else; no layer both removes and brings a path; no name
    /// leaves the root; hard links say of a file what it says itself.
    /// </remarks>
    public static StackOptions Agreed { get; } = new() { IsAgreed = true };

    /// <summary>Most layers of a stack.</summary>
    public int MaxLayers { get; init; } = 4;

    /// <summary>Most entries of a layer.</summary>
    public int MaxEntries { get; init; } = 9;

    internal bool IsAgreed { get; init; }
}
