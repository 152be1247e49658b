using System.ComponentModel;
using System.Runtime.InteropServices;

namespace OciFs.Fuzz.Engine;

/// <summary>Where instrumented code counts: a byte for each edge, wrapping. Code that is not instrumented leaves all of them zero.</summary>
/// <remarks>Public for the instrumented assemblies. Threads count without care: a lost count is of no matter.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Coverage
{
    /// <summary>Edges that there is room for: some six times what the product has.</summary>
    public const int MostEdges = 1 << 16;

    /// <summary>The counters, for the life of the process.</summary>
    public static readonly byte* Map = (byte*)NativeMemory.AllocZeroed(MostEdges);

    internal static Span<byte> Counters => new(Map, MostEdges);
}
