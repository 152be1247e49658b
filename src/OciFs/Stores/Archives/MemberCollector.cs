using System.Text;
using OciFs.Tar;

namespace OciFs.Stores.Archives;

/// <summary>Collects the members of a tar as it is scanned: of several with one name the last, of a tar that is cut what is whole.</summary>
internal sealed class MemberCollector : ITarSink
{
    private readonly Dictionary<string, ArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];
    private (long HeaderOffset, string Name, ArchiveEntry? Before)? _last;
    private long _nameBytes;
    private bool _isOver;

    /// <summary>Why the bytes are no tar at all; null as long as they may be one.</summary>
    public string? NoTar { get; private set; }

    /// <inheritdoc/>
    public void Entry(in TarEntry entry)
    {
        _last = null;
        if (_isOver || entry.Type is not (TarEntryType.Regular or TarEntryType.HardLink or TarEntryType.Symlink))
        {
            return;
        }

        if (ArchivePath.TryClean(entry.Name) is not { Length: > 0 } name)
        {
            Tell($"the member {Encoding.UTF8.GetString(entry.Name)} (header at {entry.HeaderOffset}) has no name within the archive and is left out");
        }
        else if (Describe(entry) is { } found)
        {
            Add(name, found, entry.HeaderOffset);
        }
    }

    /// <inheritdoc/>
    public void Problem(in TarProblem problem)
    {
        if (problem is { Kind: TarProblemKind.BadChecksum, HeaderOffset: 0 })
        {
            NoTar = problem.What();
        }
        else if (problem.Kind is TarProblemKind.Truncated)
        {
            TellCut(problem);
        }
        else
        {
            Tell(problem.IsFatal ? $"{problem.ToString()}; what lies behind is not seen" : problem.ToString());
        }
    }

    /// <summary>Tells what is wrong beyond the tar itself; null is nothing.</summary>
    public void Tell(string? problem)
    {
        if (problem is not null && _problems.Count < Limits.ProblemsPerLayer)
        {
            _problems.Add(problem);
        }
    }

    /// <summary>The members; to be asked once, at the end.</summary>
    public ArchiveMembers Finish() => new(_entries, [.. _problems]);

    private void Add(string name, in ArchiveEntry found, long headerOffset)
    {
        _nameBytes += Limits.ArchiveBytesPerMember + name.Length + (found.Link?.Length ?? 0);
        if (_nameBytes > Limits.ArchiveMemberBytes)
        {
            _isOver = true;
            Tell($"the members' names have more than {Limits.ArchiveMemberBytes:N0} bytes; what lies behind {headerOffset} is not seen");
            return;
        }

        ArchiveEntry? before = _entries.TryGetValue(name, out var earlier) ? earlier : null;
        if (before is not null)
        {
            Tell($"two members named {name}; the last is read (header at {headerOffset})");
        }

        _entries[name] = found;
        _last = (headerOffset, name, before);
    }

    private ArchiveEntry? Describe(in TarEntry entry)
    {
        if (entry.Type is TarEntryType.Regular)
        {
            return new ArchiveEntry(entry.DataOffset, entry.Size, null, entry.IsSparse);
        }

        var target = Encoding.UTF8.GetString(entry.LinkName);
        if (entry.Type is TarEntryType.Symlink)
        {
            return new ArchiveEntry(0, 0, target, false);
        }

        if (ArchivePath.TryClean(entry.LinkName) is { } other && _entries.TryGetValue(other, out var linked))
        {
            return linked;
        }

        Tell($"the member {Encoding.UTF8.GetString(entry.Name)} is a hard link to {target}, which is not there");
        return null;
    }

    private void TellCut(in TarProblem problem)
    {
        var where = problem.ToString();
        if (_last is { } last && last.HeaderOffset == problem.HeaderOffset)
        {
            where = $"{last.Name} ({where})";
            if (last.Before is { } before)
            {
                _entries[last.Name] = before;
            }
            else
            {
                _entries.Remove(last.Name);
            }
        }

        Tell($"{where}; only what lies before is shown (make the archive again)");
    }
}
