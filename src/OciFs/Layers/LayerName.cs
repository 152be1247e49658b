using System.Runtime.InteropServices;

namespace OciFs.Layers;

/// <summary>One name in one directory of a layer. 16 bytes, little-endian, in this order in the index file.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LayerName
{
    /// <summary>Offset of the name's bytes in the text heap.</summary>
    public uint Offset;

    /// <summary>Length of the name in bytes, 1 to 255, of a marker up to 259.</summary>
    public uint Length;

    /// <summary>The inode it names.</summary>
    public uint Inode;

    /// <summary>The inode of the directory it stands in.</summary>
    public uint Parent;
}
