using System.Buffers;
using System.Text;

namespace OciFs.Tar.Headers;

/// <summary>
/// Writes the headers of a PAX archive (POSIX.1-2017 pax): a ustar header, and an extended one before it for what that cannot say. The bytes of
/// an entry follow from the entry alone. Not thread-safe.
/// </summary>
public sealed class TarHeaderWriter
{
    private readonly ArrayBufferWriter<byte> _output = new(4 * TarField.BlockLength);
    private readonly ArrayBufferWriter<byte> _records = new();

    /// <summary>The headers of one entry; valid until the next.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="xattrs">Its extended attributes.</param>
    /// <returns>A multiple of 512 bytes. Content and its padding follow.</returns>
    public ReadOnlySpan<byte> Write(in TarHeaderFields entry, IEnumerable<(byte[] Name, byte[] Value)> xattrs)
    {
        _output.ResetWrittenCount();
        _records.ResetWrittenCount();
        Extend(entry, xattrs);
        if (_records.WrittenCount > 0)
        {
            var extended = new TarHeaderFields { Type = TypeFlag.PaxLocal, Name = "PaxHeaders"u8, Mode = 0x1A4, Size = _records.WrittenCount };
            WriteBlock(extended);
            _output.Write(_records.WrittenSpan);
            Pad();
        }

        WriteBlock(entry);
        return _output.WrittenSpan;
    }

    private void Extend(in TarHeaderFields entry, IEnumerable<(byte[] Name, byte[] Value)> xattrs)
    {
        if (entry.Name.Length > TarField.NameLength)
            Add("path"u8, entry.Name);
        if (entry.LinkName.Length > TarField.LinkNameLength)
            Add("linkpath"u8, entry.LinkName);
        if (!Fits(entry.Size, TarField.NumberLength))
            Add("size"u8, entry.Size);
        if (!Fits(entry.Uid, TarField.IdLength))
            Add("uid"u8, entry.Uid);
        if (!Fits(entry.Gid, TarField.IdLength))
            Add("gid"u8, entry.Gid);
        if (entry.ModifiedNanoseconds != 0 || !Fits(entry.ModifiedSeconds, TarField.NumberLength))
            Add("mtime"u8, Time(entry.ModifiedSeconds, entry.ModifiedNanoseconds));
        foreach (var (name, value) in xattrs)
            Add([.. "SCHILY.xattr."u8, .. name], value);
    }

    private void Add(ReadOnlySpan<byte> key, long value) => Add(key, Encoding.ASCII.GetBytes($"{value}"));

    // The length counts its own digits.
    private void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var rest = key.Length + value.Length + " =\n".Length;
        var length = rest + 1;
        while (length != rest + $"{length}".Length)
            length = rest + $"{length}".Length;
        _records.Write(Encoding.ASCII.GetBytes($"{length} "));
        _records.Write(key);
        _records.Write("="u8);
        _records.Write(value);
        _records.Write("\n"u8);
    }

    // Before 1970 the fraction counts towards zero: -0.25 s is -1 s and 750,000,000 ns.
    private static byte[] Time(long seconds, int nanoseconds)
    {
        if (seconds >= 0 || nanoseconds == 0)
            return Encoding.ASCII.GetBytes($"{seconds}.{nanoseconds:D9}");
        return Encoding.ASCII.GetBytes($"-{-(seconds + 1)}.{1_000_000_000 - nanoseconds:D9}");
    }

    private void WriteBlock(in TarHeaderFields entry)
    {
        var block = _output.GetSpan(TarField.BlockLength)[..TarField.BlockLength];
        block.Clear();
        Text(block.Slice(TarField.Name, TarField.NameLength), entry.Name);
        Number(block.Slice(TarField.Mode, TarField.IdLength), entry.Mode);
        Number(block.Slice(TarField.Uid, TarField.IdLength), entry.Uid);
        Number(block.Slice(TarField.Gid, TarField.IdLength), entry.Gid);
        Number(block.Slice(TarField.Size, TarField.NumberLength), entry.Size);
        Number(block.Slice(TarField.Modified, TarField.NumberLength), entry.ModifiedSeconds);
        block[TarField.TypeFlag] = entry.Type;
        Text(block.Slice(TarField.LinkName, TarField.LinkNameLength), entry.LinkName);
        "ustar\000"u8.CopyTo(block[TarField.Magic..]);
        Number(block.Slice(TarField.DevMajor, TarField.IdLength), entry.DeviceMajor);
        Number(block.Slice(TarField.DevMinor, TarField.IdLength), entry.DeviceMinor);
        block.Slice(TarField.Checksum, TarField.ChecksumLength).Fill((byte)' ');
        var sum = 0;
        foreach (var b in block)
            sum += b;
        Number(block.Slice(TarField.Checksum, TarField.ChecksumLength - 1), sum);
        _output.Advance(TarField.BlockLength);
    }

    private static void Text(Span<byte> field, ReadOnlySpan<byte> text) => text[..Math.Min(text.Length, field.Length)].CopyTo(field);

    private static bool Fits(long value, int field) => value >= 0 && value < 1L << (3 * (field - 1));

    // What does not fit stands in the extended header.
    private static void Number(Span<byte> field, long value)
    {
        if (!Fits(value, field.Length))
            value = 0;
        for (var i = field.Length - 2; i >= 0; i--, value >>= 3)
            field[i] = (byte)('0' + (value & 7));
    }

    private void Pad()
    {
        var padding = -_output.WrittenCount & (TarField.BlockLength - 1);
        _output.GetSpan(padding)[..padding].Clear();
        _output.Advance(padding);
    }
}
