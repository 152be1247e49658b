namespace OciFs.Reference.Tar;

/// <summary>Closes tars.</summary>
internal static class TarEnds
{
    private const int RecordLength = 20 * TarBlock.Size;
    private static readonly byte[] Marker = new byte[2 * TarBlock.Size];

    public static byte[] Close(byte[] entries, TarEnd end) => end switch
    {
        TarEnd.None => entries,
        TarEnd.OneBlock => [.. entries, .. new byte[TarBlock.Size]],
        TarEnd.Record => [.. entries, .. Marker, .. new byte[(RecordLength - ((entries.Length + Marker.Length) % RecordLength)) % RecordLength]],
        TarEnd.Garbage => [.. entries, .. Marker, .. Enumerable.Repeat((byte)'?', 700)],
        TarEnd.AnotherArchive => [.. entries, .. Marker, .. EntryWriter.Write(TestEntry.File("a", "not to be seen"), TarDialect.Ustar), .. Marker],
        _ => [.. entries, .. Marker],
    };
}
