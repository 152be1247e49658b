namespace OciFs;

/// <summary>What one kind of cache may have of a <see cref="MemoryBudget"/>.</summary>
/// <param name="Name">The kind, as status files tell it.</param>
/// <param name="Used">Bytes that it takes now.</param>
/// <param name="Capacity">
/// Bytes that it may take. Decoders may go beyond: one of a zstd window that has no room lives nevertheless, and one that turns out to take more than others of its stream.
/// </param>
public readonly record struct MemoryShare(string Name, long Used, long Capacity);
