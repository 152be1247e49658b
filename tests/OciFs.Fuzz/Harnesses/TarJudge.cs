using OciFs.Fuzz.Engine;
using OciFs.Reference.Tar;

namespace OciFs.Fuzz.Harnesses;

/// <summary>Scans an archive and compares: with itself in other chunks, and with the reference's reader where both have nothing to say against it.</summary>
internal static class TarJudge
{
    public static void Judge(byte[] archive)
    {
        var whole = TarRecorder.Scan(archive, archive.Length + 1);
        var pieces = TarRecorder.Scan(archive, 1 + (int)((uint)archive.Sum(value => value) % 700));
        if (!whole.Entries.SequenceEqual(pieces.Entries, StringComparer.Ordinal) || !whole.Problems.SequenceEqual(pieces.Problems, StringComparer.Ordinal))
            throw new FindingException($"other chunks, other entries: {Text(whole)}\nand\n{Text(pieces)}");
        if (whole.Problems.Count == 0 && !IsBeyondReference(archive) && ReadByReference(archive) is { } expected && !expected.SequenceEqual(whole.Common, StringComparer.Ordinal))
            throw new FindingException($"not as the reference: expected\n{string.Join('\n', expected)}\nbut was\n{string.Join('\n', whole.Common)}");
    }

    /// <summary>
    /// The reference knows nothing of the prefix that Go reads in a GNU header, and takes a global header also for the entry whose own PAX
    /// header stands before it.
    /// </summary>
    private static bool IsBeyondReference(ReadOnlySpan<byte> archive)
    {
        var hasLocal = false;
        for (; archive.Length >= TarBlock.Size; archive = archive[TarBlock.Size..])
        {
            hasLocal |= archive[156] == 'x';
            if ((hasLocal && archive[156] == 'g') || (archive.Slice(257, 8).SequenceEqual("ustar  \0"u8) && archive[345] != 0))
                return true;
        }

        return false;
    }

    private static string Text(TarRecorder seen) => string.Join('\n', [.. seen.Entries, .. seen.Problems]);

    private static List<string>? ReadByReference(byte[] archive)
    {
        try
        {
            return [.. TarReader.Read(archive).Select(SeenEntry.Common)];
        }
#pragma warning disable CA1031 // The reference is strict, and free in how it says no.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
