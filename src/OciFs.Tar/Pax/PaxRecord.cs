using OciFs.Tar.Headers;

namespace OciFs.Tar.Pax;

/// <summary>
/// One "LENGTH KEY=VALUE\n" of a PAX header (POSIX.1-2017 pax, "pax Extended Header"). The length counts the whole record, so a value may
/// hold any byte; the key ends at the first '='.
/// </summary>
internal readonly record struct PaxRecord(Memory<byte> Key, Memory<byte> Value)
{
    /// <summary>Takes the first record off <paramref name="records"/>. False when the bytes are no record.</summary>
    public static bool TryTake(ref Memory<byte> records, out PaxRecord record)
    {
        record = default;
        var bytes = records.Span;
        var space = bytes.IndexOf((byte)' ');
        if (space < 0 || !TarNumber.TryParseDecimal(bytes[..space], out var length))
            return false;
        if (length <= space + 1 || length > bytes.Length || bytes[(int)length - 1] != '\n')
            return false;

        var body = bytes[(space + 1)..((int)length - 1)];
        var equals = body.IndexOf((byte)'=');
        if (equals < 0 || body[..equals].Contains((byte)0))
            return false;

        record = new PaxRecord(records.Slice(space + 1, equals), records[(space + equals + 2)..((int)length - 1)]);
        records = records[(int)length..];
        return true;
    }
}
