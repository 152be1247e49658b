using System.Collections.Immutable;
using System.Text;

namespace OciFs.Images;

/// <summary>A file's name, which is bytes and mostly UTF-8.</summary>
/// <param name="Bytes">The bytes; neither <c>/</c> nor NUL is among them.</param>
public readonly record struct FileName(ImmutableArray<byte> Bytes)
{
    /// <summary>For people: as UTF-8; bytes that are none become U+FFFD.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Bytes.AsSpan());
}
