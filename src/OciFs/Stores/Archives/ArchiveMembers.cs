using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace OciFs.Stores.Archives;

/// <summary>The members of a tar by their plain paths. Immutable.</summary>
/// <param name="entries">What there is under each path; folders are left out.</param>
/// <param name="problems">What is wrong with the tar, a line each.</param>
internal sealed class ArchiveMembers(Dictionary<string, ArchiveEntry> entries, ImmutableArray<string> problems)
{
    /// <summary>What is wrong with the tar, a line each.</summary>
    public ImmutableArray<string> Problems => problems;

    /// <summary>What there is under each path.</summary>
    public IReadOnlyDictionary<string, ArchiveEntry> Entries => entries;

    /// <summary>Whether there is a file, or a link to one, under a path.</summary>
    public bool Has(string path) => TryFind(path, out _, out _);

    /// <summary>Finds a file; symbolic links are followed within the archive.</summary>
    /// <param name="path">As a document writes it.</param>
    /// <param name="member">The file.</param>
    /// <param name="why">Why there is none.</param>
    public bool TryFind(string path, out ArchiveMember member, [NotNullWhen(false)] out string? why)
    {
        member = default;
        var at = ArchivePath.TryClean(path);
        for (var followed = 0; at is not null; followed++)
        {
            if (!entries.TryGetValue(at, out var entry))
            {
                // A folder on the way may be a link, although no program is known to write one.
                if (FollowFolder(at) is not { } other)
                {
                    why = followed == 0 ? $"no member {path}" : $"the member {path} is a link to {at}, which is not there";
                    return false;
                }

                at = other;
            }
            else if (entry.Link is null)
            {
                member = new ArchiveMember(at, entry.Offset, entry.Length);
                why = entry.IsSparse ? $"the member {path} is a sparse file, which is not supported (make the archive without --sparse)" : null;
                return why is null;
            }
            else
            {
                at = ArchivePath.TryFollow(at, entry.Link);
            }

            if (followed == Limits.LinksFollowed)
            {
                why = $"the member {path} is a symbolic link that leads nowhere: more than {Limits.LinksFollowed} links";
                return false;
            }
        }

        why = $"the path {path} leads out of the archive";
        return false;
    }

    private string? FollowFolder(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            if (entries.TryGetValue(path[..slash], out var entry) && entry.Link is { } link)
            {
                return ArchivePath.TryFollow(path[..slash], $"{link}{path[slash..]}");
            }
        }

        return null;
    }
}
