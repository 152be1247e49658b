using System.Buffers;
using System.Text;
using System.Text.Unicode;
using OciFs.Tar.Headers;

namespace OciFs.Tar.Writing;

/// <summary>
/// Writes the headers of a PAX archive (POSIX.1-2017 pax): a ustar header, and an extended one before it for what that cannot say. The bytes of
/// an entry follow from the entry alone. Not thread-safe.
/// </summary>
public sealed class TarHeaderWriter
{
    /// <summary>Bytes of a block, of which an archive consists.</summary>
    public const int BlockLength = TarField.BlockLength;

    /// <summary>Bytes of zeros that an archive ends with: two blocks.</summary>
    public const int EndLength = 2 * BlockLength;

    private const string SparseFolder = "GNUSparseFile.0/";

    private readonly ArrayBufferWriter<byte> _output = new(4 * TarField.BlockLength);
    private readonly ArrayBufferWriter<byte> _records = new();

    /// <summary>Whether a file takes less of an archive when only its segments are stored.</summary>
    /// <param name="segments">As <see cref="TarHeaderFields.Segments"/>.</param>
    /// <param name="size">Bytes of the file, holes included.</param>
    public static bool IsSparseShorter(ReadOnlySpan<SparseSegment> segments, long size) =>
        SparseMapWriter.StoredLength(segments) is var stored && stored < size && stored + SparseMapWriter.LengthOf(segments, size) < size;

    /// <summary>Bytes of zeros that follow content of a length.</summary>
    public static int PaddingOf(long length) => (int)(-length & (TarField.BlockLength - 1));

    /// <summary>The headers of one entry, and of a sparse file its map; valid until the next.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="xattrs">Its extended attributes. A name with <c>=</c>, which no record can have, is left out.</param>
    /// <returns>A multiple of 512 bytes. Content and its padding follow.</returns>
    public ReadOnlySpan<byte> Write(in TarHeaderFields entry, IEnumerable<(byte[] Name, byte[] Value)> xattrs)
    {
        _output.ResetWrittenCount();
        _records.ResetWrittenCount();
        var header = entry;
        var prefix = ReadOnlySpan<byte>.Empty;
        if (entry.IsSparse)
        {
            AddSparse(entry);
            header.Name = SparseName(entry.Name);
            header.Size = SparseMapWriter.LengthOf(entry.Segments, entry.Size) + SparseMapWriter.StoredLength(entry.Segments);
        }
        else if (!TrySplit(ref header, ref prefix))
        {
            AddText("path"u8, entry.Name);
        }

        Extend(header, xattrs);
        if (_records.WrittenCount > 0)
        {
            var extended = new TarHeaderFields { Type = TypeFlag.PaxLocal, Name = "PaxHeaders"u8, Mode = 0x1A4, Size = _records.WrittenCount };
            WriteBlock(extended, []);
            _output.Write(_records.WrittenSpan);
            Pad();
        }

        WriteBlock(header, prefix);
        if (entry.IsSparse)
            SparseMapWriter.Write(_output, entry.Segments, entry.Size);
        return _output.WrittenSpan;
    }

    // A name that is too long for its field is split at a slash where ustar allows it (POSIX.1-2017 pax, "prefix").
    private static bool TrySplit(ref TarHeaderFields entry, ref ReadOnlySpan<byte> prefix)
    {
        var name = entry.Name;
        if (name.Length <= TarField.NameLength)
            return true;
        var first = Math.Max(1, name.Length - TarField.NameLength - 1);
        var slash = first <= TarField.PrefixLength && first < name.Length - 2 ? name[first..^1].IndexOf((byte)'/') : -1;
        if (slash < 0 || first + slash > TarField.PrefixLength)
            return false;
        prefix = name[..(first + slash)];
        entry.Name = name[(first + slash + 1)..];
        return true;
    }

    private static byte[] SparseName(ReadOnlySpan<byte> name)
    {
        name = name[(name.LastIndexOf((byte)'/') + 1)..];
        byte[] whole = [.. Encoding.ASCII.GetBytes(SparseFolder), .. name];
        return whole[..Math.Min(whole.Length, TarField.NameLength)];
    }

    private void AddSparse(in TarHeaderFields entry)
    {
        Add("GNU.sparse.major"u8, 1);
        Add("GNU.sparse.minor"u8, 0);
        AddText("GNU.sparse.name"u8, entry.Name);
        Add("GNU.sparse.realsize"u8, entry.Size);
    }

    private void Extend(in TarHeaderFields entry, IEnumerable<(byte[] Name, byte[] Value)> xattrs)
    {
        if (entry.LinkName.Length > TarField.LinkNameLength)
            AddText("linkpath"u8, entry.LinkName);
        if (!Fits(entry.Size, TarField.NumberLength))
            Add("size"u8, entry.Size);
        if (!Fits(entry.Uid, TarField.IdLength))
            Add("uid"u8, entry.Uid);
        if (!Fits(entry.Gid, TarField.IdLength))
            Add("gid"u8, entry.Gid);
        if (entry.ModifiedNanoseconds != 0 || !Fits(entry.ModifiedSeconds, TarField.NumberLength))
            Add("mtime"u8, Time(entry.ModifiedSeconds, entry.ModifiedNanoseconds));
        if (!Fits(entry.DeviceMajor, TarField.IdLength))
            Add("SCHILY.devmajor"u8, entry.DeviceMajor);
        if (!Fits(entry.DeviceMinor, TarField.IdLength))
            Add("SCHILY.devminor"u8, entry.DeviceMinor);
        foreach (var (name, value) in xattrs)
        {
            if (!name.Contains((byte)'='))
                Add([.. "SCHILY.xattr."u8, .. name], value);
        }
    }

    // Readers that convert names leave those alone that are said to be bytes (POSIX.1-2017 pax, "hdrcharset").
    private void AddText(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text) && _records.WrittenSpan.IndexOf("hdrcharset="u8) < 0)
            Add("hdrcharset"u8, "BINARY"u8);
        Add(key, text);
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

    private void WriteBlock(in TarHeaderFields entry, ReadOnlySpan<byte> prefix)
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
        Text(block.Slice(TarField.Prefix, TarField.PrefixLength), prefix);
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
