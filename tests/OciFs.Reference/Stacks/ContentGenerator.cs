namespace OciFs.Reference.Stacks;

/// <summary>Gives some files longer content, and some holes: at the start, between, at the end, everywhere.</summary>
internal sealed class ContentGenerator(Random random)
{
    public TestEntry Of(TestEntry entry)
    {
        if (entry.Type != EntryType.File || entry.Name.ToLatin1().Contains(".wh."))
            return entry;
        return random.Next(30) switch
        {
            < 4 => entry with { Content = Sparse() },
            < 6 => entry with { Content = FileContent.Of(Bytes(random.Next(300_000))) },
            _ => entry,
        };
    }

    private FileContent Sparse()
    {
        var segments = new List<FileSegment>();
        long at = 0;
        for (var left = random.Next(6); left > 0; left--)
        {
            at += random.Next(3) == 0 && segments.Count == 0 ? 0 : 1 + random.Next(40_000);
            segments.Add(new FileSegment(at, Bytes(1 + random.Next(3000))));
            at += segments[^1].Data.Length;
        }

        return new FileContent(at + (random.Next(2) == 0 ? 1 + random.Next(100_000) : segments.Count == 0 ? 1 : 0), segments);
    }

    /// <summary>Every place has another byte than its neighbours, so that a shift shows.</summary>
    private byte[] Bytes(int length)
    {
        var first = random.Next(251);
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
            bytes[i] = (byte)(((first + i) % 251) + 1);
        return bytes;
    }
}
