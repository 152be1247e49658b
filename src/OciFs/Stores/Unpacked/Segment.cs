using System.Runtime.InteropServices;

namespace OciFs.Stores.Unpacked;

/// <summary>A part of a tar that is put together again: it reaches to where the next one begins.</summary>
/// <param name="Start">Where in the tar it begins.</param>
/// <param name="Crc64">Of a file: the checksum of its content, as tar-split has it; 0 where none is known.</param>
/// <param name="At">Where in the heap its bytes are, or its file's name.</param>
/// <param name="NameLength">Length of the file's name; <see cref="Raw"/> or <see cref="Zeros"/> where it is no file.</param>
/// <param name="Folder">Number of the folder that has the file.</param>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal readonly record struct Segment(long Start, ulong Crc64, uint At, short NameLength, ushort Folder = 0)
{
    /// <summary>Bytes of one in a table.</summary>
    public const int Size = 24;

    /// <summary>Bytes that are in the heap: headers, padding.</summary>
    public const short Raw = -1;

    /// <summary>Bytes that are zero.</summary>
    public const short Zeros = -2;

    /// <summary>Whether its bytes are those of a file in the folder.</summary>
    public bool IsFile => NameLength >= 0;
}
