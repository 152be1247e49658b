using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OciFs.Compression;
using OciFs.Layers;

namespace OciFs.Stores.Archives;

/// <summary>
/// What a scan found of an archive, as a file of the cache folder: found again by which file it was and when that was last changed, so that
/// an archive is scanned once as long as nobody touches it.
/// </summary>
/// <remarks>
/// Layout, little-endian: magic "OciFsAr2", status (identity u64, length, mtime and ctime i64), length of the
/// members i64, members as <see cref="BinaryWriter"/> writes them, zeros up to a multiple of 8, the <see cref="SeekIndex"/>.
/// </remarks>
internal static class ArchiveRecord
{
    private const ulong Magic = 0x3272_4173_4669_634F; // "OciFsAr2"
    private const int StatusStart = 8;
    private const int HeaderSize = StatusStart + 32 + 8;

    /// <summary>Opens what was kept of a file; null where nothing was, or nothing sound.</summary>
    /// <param name="folder">The cache.</param>
    /// <param name="status">The file as it is.</param>
    /// <param name="memory">What the scan's index lies in; the caller disposes it behind the scan.</param>
    public static ArchiveScan? TryOpen(CacheFolder folder, in FileStatus status, out IDisposable? memory)
    {
        memory = null;
        if (folder.TryRead(NameOf(status)) is not { } mapped)
        {
            return null;
        }

        if (TryParse(mapped.Memory, status) is { } scan)
        {
            memory = mapped;
            return scan;
        }

        ((IDisposable)mapped).Dispose();
        return null;
    }

    /// <summary>Keeps a scan of a file; where that cannot be, it will be made again.</summary>
    public static void TryKeep(CacheFolder folder, in FileStatus status, ArchiveScan scan)
    {
        var bytes = Format(status, scan);
        _ = folder.TryWrite(NameOf(status), file => file.Write(bytes));
    }

    /// <summary>The bytes of a record.</summary>
    internal static byte[] Format(in FileStatus status, ArchiveScan scan)
    {
        using var members = new MemoryStream();
        using (var writer = new BinaryWriter(members, Encoding.UTF8, leaveOpen: true))
        {
            Write(writer, scan.Members);
        }

        var indexStart = Aligned(HeaderSize + (int)members.Length);
        var bytes = new byte[indexStart + scan.SeekIndex.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
        WriteStatus(bytes.AsSpan(StatusStart), status);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(HeaderSize - 8), members.Length);
        members.GetBuffer().AsSpan(0, (int)members.Length).CopyTo(bytes.AsSpan(HeaderSize));
        scan.SeekIndex.Span.CopyTo(bytes.AsSpan(indexStart));
        return bytes;
    }

    /// <summary>The scan in a record's bytes, which are kept; null where they are not sound or speak of another file.</summary>
    internal static ArchiveScan? TryParse(ReadOnlyMemory<byte> bytes, in FileStatus status)
    {
        Span<byte> expected = stackalloc byte[32];
        WriteStatus(expected, status);
        var span = bytes.Span;
        if (span.Length < HeaderSize || BinaryPrimitives.ReadUInt64LittleEndian(span) != Magic
            || !span.Slice(StatusStart, expected.Length).SequenceEqual(expected))
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt64LittleEndian(span[(HeaderSize - 8)..]);
        if (length < 0 || length > span.Length - HeaderSize || Aligned(HeaderSize + (int)length) > span.Length)
        {
            return null;
        }

        try
        {
            using var reader = new BinaryReader(new MemoryStream(span.Slice(HeaderSize, (int)length).ToArray()), Encoding.UTF8);
            var index = bytes[Aligned(HeaderSize + (int)length)..];
            return index.IsEmpty || SeekIndex.TryOpen(index, out _) ? new ArchiveScan(Read(reader), index) : null;
        }
        catch (Exception error) when (error is IOException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static string NameOf(in FileStatus status)
    {
        Span<byte> bytes = stackalloc byte[32];
        WriteStatus(bytes, status);
        return $"{Convert.ToHexStringLower(SHA256.HashData(bytes))}.sha256.archive-2";
    }

    private static void WriteStatus(Span<byte> destination, in FileStatus status)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination, status.Identity);
        BinaryPrimitives.WriteInt64LittleEndian(destination[8..], status.Length);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], status.Modified);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], status.Changed);
    }

    private static void Write(BinaryWriter writer, ArchiveMembers members)
    {
        writer.Write(members.Problems.Length);
        foreach (var problem in members.Problems)
        {
            writer.Write(problem);
        }

        writer.Write(members.Entries.Count);
        foreach (var (name, entry) in members.Entries)
        {
            writer.Write(name);
            writer.Write(entry.Offset);
            writer.Write(entry.Length);
            writer.Write(entry.IsSparse);
            writer.Write(entry.Link is not null);
            writer.Write(entry.Link ?? string.Empty);
        }
    }

    private static ArchiveMembers Read(BinaryReader reader)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            problems.Add(reader.ReadString());
        }

        var entries = new Dictionary<string, ArchiveEntry>(StringComparer.Ordinal);
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var name = reader.ReadString();
            var (offset, length, isSparse, isLink) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadBoolean(), reader.ReadBoolean());
            var link = reader.ReadString();
            entries[name] = new ArchiveEntry(offset, length, isLink ? link : null, isSparse);
        }

        return new ArchiveMembers(entries, problems.DrainToImmutable());
    }

    private static int Aligned(int length) => (length + 7) & ~7;
}
