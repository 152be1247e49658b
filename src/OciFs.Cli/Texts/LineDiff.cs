namespace OciFs.Cli.Texts;

/// <summary>
/// Which lines make the difference of two texts: Myers' algorithm in linear space ("An O(ND) Difference Algorithm and Its Variations", 1986), as few as there
/// are. Where that would take too long, a point on the best way so far is taken for right, as diff(1) does, and the lines may be more than need be.
/// </summary>
internal sealed class LineDiff
{
    // Steps of one search from both ends. Its work is the square of this, and it gets as many lines further: some seconds for a million lines in the worst case.
    private const int MostCost = 256;

    private readonly int[] _before;
    private readonly int[] _after;
    private readonly int[] _beforeLines;
    private readonly int[] _afterLines;
    private readonly LineChanges _removed;
    private readonly LineChanges _added;
    private readonly int[] _forward;
    private readonly int[] _backward;
    private readonly int _zero;

    private LineDiff(int[] before, int[] after)
    {
        (_removed, _added) = (new LineChanges(before.Length), new LineChanges(after.Length));
        (_before, _beforeLines) = Matching(before, after, _removed);
        (_after, _afterLines) = Matching(after, before, _added);

        // Diagonals are places in the first less places in the second; one more at each end.
        _zero = _after.Length + 1;
        _forward = new int[_before.Length + _after.Length + 3];
        _backward = new int[_forward.Length];
    }

    /// <summary>Compares two texts by the numbers of their lines.</summary>
    /// <returns>The lines of the first that are not in the second, and the other way round.</returns>
    public static (LineChanges Removed, LineChanges Added) Compare(int[] before, int[] after)
    {
        var diff = new LineDiff(before, after);
        diff.CompareAll();
        ChangeBoundaries.Settle(before, diff._removed, diff._added);
        ChangeBoundaries.Settle(after, diff._added, diff._removed);
        return (diff._removed, diff._added);
    }

    // The lines that the other text has at all; all others are changed.
    private static (int[] Numbers, int[] Lines) Matching(int[] text, int[] other, LineChanges changes)
    {
        var there = new HashSet<int>(other);
        List<int> lines = [];
        for (var line = 0; line < text.Length; line++)
        {
            if (there.Contains(text[line]))
            {
                lines.Add(line);
            }
            else
            {
                changes[line] = true;
            }
        }

        return ([.. lines.Select(line => text[line])], [.. lines]);
    }

    private void CompareAll()
    {
        var boxes = new Stack<Box>([new Box(0, _before.Length, 0, _after.Length)]);
        while (boxes.TryPop(out var box))
        {
            box = WithoutEqualEnds(box);
            if (box.Left == box.Right || box.Top == box.Bottom)
            {
                MarkAll(box);
                continue;
            }

            var (x, y) = Middle(box);
            boxes.Push(new Box(x, box.Right, y, box.Bottom));
            boxes.Push(new Box(box.Left, x, box.Top, y));
        }
    }

    private Box WithoutEqualEnds(Box box)
    {
        var (left, right, top, bottom) = box;
        while (left < right && top < bottom && _before[left] == _after[top])
        {
            (left, top) = (left + 1, top + 1);
        }

        while (left < right && top < bottom && _before[right - 1] == _after[bottom - 1])
        {
            (right, bottom) = (right - 1, bottom - 1);
        }

        return new Box(left, right, top, bottom);
    }

    private void MarkAll(in Box box)
    {
        for (var x = box.Left; x < box.Right; x++)
        {
            _removed[_beforeLines[x]] = true;
        }

        for (var y = box.Top; y < box.Bottom; y++)
        {
            _added[_afterLines[y]] = true;
        }
    }

    // A point on the shortest way through the box: searches from both corners meet there.
    private (int X, int Y) Middle(in Box box)
    {
        var (low, high) = (box.Left - box.Bottom, box.Right - box.Top);
        var forward = new Band(box.Left - box.Top, low, high);
        var backward = new Band(box.Right - box.Bottom, low, high);
        _forward[_zero + forward.First] = box.Left;
        _backward[_zero + backward.First] = box.Right;
        var isOdd = ((forward.First - backward.First) & 1) != 0;
        for (var cost = 1; ; cost++)
        {
            forward.Widen(_forward.AsSpan(), _zero, -1);
            if (Advance(box, forward, isOdd ? backward : null) is { } met)
            {
                return met;
            }

            backward.Widen(_backward.AsSpan(), _zero, int.MaxValue);
            if (Retreat(box, backward, isOdd ? null : forward) is { } other)
            {
                return other;
            }

            if (cost >= MostCost)
            {
                return Best(box, forward, backward);
            }
        }
    }

    private (int X, int Y)? Advance(in Box box, Band band, Band? meets)
    {
        for (var d = band.Last; d >= band.First; d -= 2)
        {
            var (low, high) = (_forward[_zero + d - 1], _forward[_zero + d + 1]);
            var x = low < high ? high : low + 1;
            var y = x - d;
            while (x < box.Right && y < box.Bottom && _before[x] == _after[y])
            {
                (x, y) = (x + 1, y + 1);
            }

            _forward[_zero + d] = x;
            if (meets is not null && meets.Has(d) && _backward[_zero + d] <= x)
            {
                return (x, y);
            }
        }

        return null;
    }

    private (int X, int Y)? Retreat(in Box box, Band band, Band? meets)
    {
        for (var d = band.Last; d >= band.First; d -= 2)
        {
            var (low, high) = (_backward[_zero + d - 1], _backward[_zero + d + 1]);
            var x = low < high ? low : high - 1;
            var y = x - d;
            while (x > box.Left && y > box.Top && _before[x - 1] == _after[y - 1])
            {
                (x, y) = (x - 1, y - 1);
            }

            _backward[_zero + d] = x;
            if (meets is not null && meets.Has(d) && x <= _forward[_zero + d])
            {
                return (x, y);
            }
        }

        return null;
    }

    // The point that one of the searches has come to furthest from its corner.
    private (int X, int Y) Best(in Box box, Band forward, Band backward)
    {
        var (reached, x) = (-1L, 0);
        for (var d = forward.Last; d >= forward.First; d -= 2)
        {
            var at = Math.Min(Math.Min(_forward[_zero + d], box.Right), box.Bottom + d);
            (reached, x) = (2L * at) - d > reached ? ((2L * at) - d, at) : (reached, x);
        }

        var (left, other) = (long.MaxValue, 0);
        for (var d = backward.Last; d >= backward.First; d -= 2)
        {
            var at = Math.Max(Math.Max(box.Left, _backward[_zero + d]), box.Top + d);
            (left, other) = (2L * at) - d < left ? ((2L * at) - d, at) : (left, other);
        }

        return (long)box.Right + box.Bottom - left < reached - (box.Left + (long)box.Top) ? (x, (int)(reached - x)) : (other, (int)(left - other));
    }

    /// <summary>A part of both texts, ends excluded.</summary>
    private readonly record struct Box(int Left, int Right, int Top, int Bottom);

    /// <summary>The diagonals that a search has come to, every other one from the first to the last.</summary>
    private sealed class Band(int start, int low, int high)
    {
        public int First { get; private set; } = start;

        public int Last { get; private set; } = start;

        public bool Has(int diagonal) => First <= diagonal && diagonal <= Last;

        /// <summary>Goes one diagonal further to both sides, and not out of the box; what lies beyond is <paramref name="none"/>.</summary>
        public void Widen(Span<int> reached, int zero, int none)
        {
            if (First > low)
            {
                First--;
                reached[zero + First - 1] = none;
            }
            else
            {
                First++;
            }

            if (Last < high)
            {
                Last++;
                reached[zero + Last + 1] = none;
            }
            else
            {
                Last--;
            }
        }
    }
}
