using System.Collections.Immutable;

namespace OciFs.Stores;

/// <summary>What a store has noted of a name beside what it points at.</summary>
/// <param name="CreatedAt">When the name was first given; null where the store does not tell.</param>
/// <param name="UpdatedAt">When it was last changed; null where the store does not tell.</param>
/// <param name="Labels">Its labels.</param>
public sealed record ImageRecord(DateTimeOffset? CreatedAt, DateTimeOffset? UpdatedAt, ImmutableSortedDictionary<string, string> Labels);
