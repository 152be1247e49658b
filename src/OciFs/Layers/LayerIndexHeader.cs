using System.Runtime.InteropServices;
using OciFs.Compression;

namespace OciFs.Layers;

/// <summary>The head of an index. 128 bytes, little-endian; the sections follow in the order of their lengths here.</summary>
[StructLayout(LayoutKind.Sequential, Size = Length)]
internal struct LayerIndexHeader
{
    public const int Length = 128;

    /// <summary>Of the format; another version is another file.</summary>
    public const byte Version = 6;

    /// <summary>"OciFsLi" and the version.</summary>
    public const ulong CurrentMagic = 0x00694C734669634F | ((ulong)Version << 56);

    /// <summary><see cref="CurrentMagic"/>.</summary>
    public ulong Magic;

    /// <summary>Number of <see cref="LayerInode"/>.</summary>
    public long InodeCount;

    /// <summary>Number of <see cref="LayerName"/>.</summary>
    public long NameCount;

    /// <summary>Number of entries of <see cref="LayerIndex.SharedNames"/>.</summary>
    public long SharedNameCount;

    /// <summary>Number of entries of <see cref="LayerIndex.LowerLinks"/>.</summary>
    public long LowerLinkCount;

    /// <summary>Bytes of names and link targets.</summary>
    public long TextLength;

    /// <summary>Bytes of <see cref="LayerExtras"/>.</summary>
    public long ExtrasLength;

    /// <summary>Bytes of the problems, as lines of UTF-8.</summary>
    public long ProblemsLength;

    /// <summary>Bytes of the <see cref="Compression.SeekIndex"/>.</summary>
    public long SeekLength;

    /// <summary>Length of the whole index in bytes.</summary>
    public readonly long TotalLength => Length + (InodeCount * 64) + (NameCount * 16) + Pad(SharedNameCount * 4) + Pad(LowerLinkCount * 4)
        + Pad(TextLength) + Pad(ExtrasLength) + Pad(ProblemsLength) + SeekLength;

    /// <summary>Length of the tar that a sealed file is the index of, by its head and that of its seek index; null where they are not sound.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static long? ReadTarSize(FileStream file)
    {
        var end = file.Length - CacheSeal.Length;
        var head = default(LayerIndexHeader);
        Span<byte> seek = stackalloc byte[SeekIndex.HeaderSize];
        return RandomAccess.Read(file.SafeFileHandle, MemoryMarshal.AsBytes(new Span<LayerIndexHeader>(ref head)), 0) == Length
            && head.IsSound(end)
            && RandomAccess.Read(file.SafeFileHandle, seek, end - head.SeekLength) == seek.Length
            && SeekIndex.TryReadLength(seek, out var length)
            ? length
            : null;
    }

    /// <summary>Sections begin at multiples of 8, so that their structs are aligned.</summary>
    public static long Pad(long length) => (length + 7) & ~7L;

    /// <summary>Whether the head can be one of ours for an index of <paramref name="length"/> bytes.</summary>
    public readonly bool IsSound(long length) =>
        Magic == CurrentMagic
        && InodeCount is > 0 and <= Limits.EntriesPerLayer * 2 && NameCount is >= 0 and <= Limits.EntriesPerLayer * 2
        && SharedNameCount >= 0 && SharedNameCount <= NameCount && LowerLinkCount >= 0 && LowerLinkCount <= InodeCount
        && TextLength is >= 0 and <= uint.MaxValue && ExtrasLength is >= 0 and <= uint.MaxValue
        && ProblemsLength is >= 0 and <= int.MaxValue && SeekLength is >= 0 and <= int.MaxValue
        && TotalLength == length;
}
