using System.Globalization;
using System.Text;

namespace OciFs.Cli.Texts;

/// <summary>The difference of two texts in the unified format of POSIX diff(1), which patch(1) applies.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>Whether bytes are a text: as for diff(1), there is no NUL in the first of them.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes) => !bytes[..Math.Min(bytes.Length, 32 << 10)].Contains((byte)0);

    /// <summary>Gives the hunks of two texts, line by line; nothing where they are equal.</summary>
    /// <param name="before">The first text.</param>
    /// <param name="after">The second text.</param>
    /// <param name="write">Takes each line, its newline included: <c>@</c>, a blank, <c>-</c>, <c>+</c> or <c>\</c> is its first byte.</param>
    public static void Write(TextLines before, TextLines after, LineWriter write)
    {
        var (one, other) = TextLines.Number(before, after);
        var (removed, added) = LineDiff.Compare(one, other);
        List<Run> hunk = [];
        foreach (var run in Runs(removed, added))
        {
            if (hunk is [.., var last] && run.Before - last.BeforeEnd > 2 * Context)
            {
                WriteHunk(before, after, hunk, write);
                hunk.Clear();
            }

            hunk.Add(run);
        }

        if (hunk.Count > 0)
        {
            WriteHunk(before, after, hunk, write);
        }
    }

    // Pairs of runs, ends excluded, at which the texts differ.
    private static IEnumerable<Run> Runs(LineChanges removed, LineChanges added)
    {
        for (var (x, y) = (0, 0); x < removed.Count || y < added.Count; x++, y++)
        {
            var (start, other) = (x, y);
            while (removed[x])
            {
                x++;
            }

            while (added[y])
            {
                y++;
            }

            if (x > start || y > other)
            {
                yield return new Run(start, x, other, y);
            }
        }
    }

    private static void WriteHunk(TextLines before, TextLines after, List<Run> runs, LineWriter write)
    {
        var (first, last) = (runs[0], runs[^1]);
        var lead = Math.Min(Context, first.Before);
        var tail = Math.Min(Context, before.Count - last.BeforeEnd);
        var beforeRange = RangeText(first.Before - lead, last.BeforeEnd + tail);
        var afterRange = RangeText(first.After - lead, last.AfterEnd + tail);
        write((byte)'@', Encoding.ASCII.GetBytes($"@ -{beforeRange} +{afterRange} @@\n"));
        var at = first.Before - lead;
        foreach (var run in runs)
        {
            WriteLines(before, at, run.Before, (byte)' ', write);
            WriteLines(before, run.Before, run.BeforeEnd, (byte)'-', write);
            WriteLines(after, run.After, run.AfterEnd, (byte)'+', write);
            at = run.BeforeEnd;
        }

        WriteLines(before, at, last.BeforeEnd + tail, (byte)' ', write);
    }

    // A range of none is told by the line before it.
    private static string RangeText(int start, int end) => (end - start) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"{start},0"),
        1 => string.Create(CultureInfo.InvariantCulture, $"{start + 1}"),
        var count => string.Create(CultureInfo.InvariantCulture, $"{start + 1},{count}"),
    };

    private static void WriteLines(TextLines text, int from, int to, byte mark, LineWriter write)
    {
        for (var line = from; line < to; line++)
        {
            if (text[line] is [.., (byte)'\n'])
            {
                write(mark, text[line]);
            }
            else
            {
                write(mark, [.. text[line], (byte)'\n']);
                write((byte)'\\', " No newline at end of file\n"u8);
            }
        }
    }

    private readonly record struct Run(int Before, int BeforeEnd, int After, int AfterEnd);
}

/// <summary>Takes a line of a difference.</summary>
/// <param name="mark">Its first byte, which tells what it is.</param>
/// <param name="rest">What follows, up to the newline and with it.</param>
internal delegate void LineWriter(byte mark, ReadOnlySpan<byte> rest);
