using OciFs.Tree;
using OciFs.Views;

namespace OciFs.Comparing;

/// <summary>
/// Walks two trees side by side and gives the paths at which they may differ, by ascending bytes of the whole path. What is the same by where it comes from is
/// left out, directories with all that is below them. One thread.
/// </summary>
/// <param name="sides">The trees.</param>
/// <param name="onlyTops">As <see cref="ComparisonOptions.OnlyTops"/>.</param>
internal sealed class PairWalk(TreeSides sides, bool onlyTops)
{
    private readonly Stack<Level> _levels = new();

    /// <summary>The paths.</summary>
    public IEnumerable<FilePair> Pairs()
    {
        // What cannot be had is told before anything else is.
        _ = sides.Shared;
        var top = new FilePair([], sides.Before, sides.After);
        yield return top;
        Enter(top, [], IsFolder(sides.BeforeFile(top.Before)), IsFolder(sides.AfterFile(top.After)));
        while (_levels.TryPeek(out var level))
        {
            if (level.TryTakeWaiting(out var waiting))
            {
                Enter(waiting.Pair, [.. waiting.Pair.Path, (byte)'/'], waiting.IsBefore, waiting.IsAfter);
            }
            else if (!level.TryGet(out var names))
            {
                _levels.Pop();
            }
            else if (Take(level, names) is { } pair)
            {
                yield return pair;
            }
        }
    }

    private static bool IsFolder(Images.FileNode? file) => file?.Kind is FileKind.Directory;

    private void Enter(in FilePair pair, byte[] prefix, bool isBefore, bool isAfter)
    {
        if (isBefore || isAfter)
        {
            _levels.Push(new Level(
                prefix,
                isBefore ? new NameCursor(sides.BeforeTree, pair.Before!.Value) : null,
                isAfter ? new NameCursor(sides.AfterTree, pair.After!.Value) : null));
        }
    }

    // What is at the names that the level stands at, null where both are the same; the level goes on behind them.
    private FilePair? Take(Level level, Names names)
    {
        NodeId? before = null;
        NodeId? after = null;
        var (isBefore, isAfter) = (false, false);
        byte[]? path = null;
        if (names.HasFlag(Names.Before) && level.Before!.TryGet(out var item))
        {
            (before, isBefore) = (level.Before.NodeOf(item), UnixMode.IsDirectory(item.Mode));
            path = [.. level.Prefix, .. item.Name];
        }

        if (names.HasFlag(Names.After) && level.After!.TryGet(out item))
        {
            (after, isAfter) = (level.After.NodeOf(item), UnixMode.IsDirectory(item.Mode));
            path ??= [.. level.Prefix, .. item.Name];
        }

        var sameness = before is { } one && after is { } other ? Relate(level, one, other, isBefore, isAfter) : Sameness.None;
        level.Advance(names);
        var pair = new FilePair(path!, before, after, (sameness & Sameness.Content) != 0);
        if ((isBefore || isAfter) && !pair.SharesContent && !(onlyTops && names is not Names.Both))
        {
            level.Wait(new Waiting(pair, isBefore, isAfter, level.Prefix.Length));
        }

        return sameness == (Sameness.Content | Sameness.Attributes) ? null : pair;
    }

    private Sameness Relate(Level level, NodeId before, NodeId after, bool isBefore, bool isAfter)
    {
        if (isBefore != isAfter || level.Before!.Merged is not { } one || level.After!.Merged is not { } other || sides.Shared is not { } shared)
        {
            return Sameness.None;
        }

        if (!isBefore)
        {
            return shared.OfFiles(TreeNode.From(before.Local), TreeNode.From(after.Local));
        }

        _ = level.Before.TryGet(out var item);
        return shared.OfFolders(one, other, item.Name);
    }

    /// <summary>In which of two directories the next name is.</summary>
    [Flags]
    private enum Names
    {
        None = 0,
        Before = 1,
        After = 2,
        Both = Before | After,
    }

    /// <summary>A directory that is walked when the names before its content's paths are told: <c>a</c>, <c>a-b</c>, <c>a/b</c>.</summary>
    private readonly record struct Waiting(FilePair Pair, bool IsBefore, bool IsAfter, int NameStart)
    {
        public ReadOnlySpan<byte> Name => Pair.Path.AsSpan(NameStart);
    }

    /// <summary>Two directories of one path, or one alone.</summary>
    private sealed class Level(byte[] prefix, NameCursor? before, NameCursor? after)
    {
        // The last begins with the name of the one before it and a byte below '/', so that it goes first.
        private readonly Stack<Waiting> _waiting = new();

        /// <summary>What paths in it begin with.</summary>
        public byte[] Prefix => prefix;

        public NameCursor? Before => before;

        public NameCursor? After => after;

        public void Wait(in Waiting folder) => _waiting.Push(folder);

        public bool TryTakeWaiting(out Waiting folder)
        {
            if (!_waiting.TryPeek(out folder) || IsBehind(before, folder.Name) || IsBehind(after, folder.Name))
            {
                return false;
            }

            _waiting.Pop();
            return true;
        }

        public bool TryGet(out Names names)
        {
            names = Names.None;
            DirectoryItem one = default;
            DirectoryItem other = default;
            var isOne = before is not null && before.TryGet(out one);
            var isOther = after is not null && after.TryGet(out other);
            if (isOne || isOther)
            {
                var order = !isOther ? -1 : !isOne ? 1 : one.Name.SequenceCompareTo(other.Name);
                names = (order <= 0 ? Names.Before : Names.None) | (order >= 0 ? Names.After : Names.None);
            }

            return names is not Names.None;
        }

        public void Advance(Names names)
        {
            if (names.HasFlag(Names.Before))
            {
                before!.Advance();
            }

            if (names.HasFlag(Names.After))
            {
                after!.Advance();
            }
        }

        // Whether the paths below a folder come behind the next name: that goes on where the folder's ends, with a byte below '/'.
        private static bool IsBehind(NameCursor? next, ReadOnlySpan<byte> folder) =>
            next is not null && next.TryGet(out var item) && item.Name.Length > folder.Length && item.Name.StartsWith(folder) && item.Name[folder.Length] < '/';
    }
}
