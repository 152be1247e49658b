namespace OciFs.Fuse.Tests.Support;

/// <summary>Bytes as tests write them: hexadecimal, spaces free, one line a field, explained after a hash.</summary>
internal static class Hex
{
    public static byte[] Bytes(string text)
    {
        var lines = text.Split('\n').Select(line => line.Split('#')[0]);
        return Convert.FromHexString(string.Concat(lines.SelectMany(line => line.Where(c => !char.IsWhiteSpace(c)))));
    }

    public static string Text(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
